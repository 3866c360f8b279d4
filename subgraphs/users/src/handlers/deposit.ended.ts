import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { depositSettled } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells who has deposited for a place what became of it. Who is told that the event is called off hears of the money from that. */
export const depositEnded: Handler<'deposit.ended'> = async ({ payload: { userId, eventId, status, amount } }, step) => {
  if (await isAnyErased(step, [userId])) return;
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  await postNotification(step, [userId], depositSettled(status, eventId, event, amount));
};
