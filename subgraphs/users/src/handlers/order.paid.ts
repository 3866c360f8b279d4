import type { Handler } from '../context';
import { ticketsBought } from '../modules/notification/notification-text';
import { postNotification } from '../modules/notification/notification.store';

/** Tells the buyer that the tickets are theirs. */
export const orderPaid: Handler<'order.paid'> = async ({ payload: { userId, eventId, total, tickets } }, step) => {
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  await postNotification(step, [userId], ticketsBought(eventId, event, total, tickets.length));
};
