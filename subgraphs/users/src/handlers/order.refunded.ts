import type { Handler } from '../context';
import { moneyRefunded } from '../modules/notification/notification-text';
import { postNotification } from '../modules/notification/notification.store';

/** Tells the buyer what comes back to them. */
export const orderRefunded: Handler<'order.refunded'> = async ({ payload: { userId, eventId, amount } }, step) => {
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  await postNotification(step, [userId], moneyRefunded(eventId, event, amount));
};
