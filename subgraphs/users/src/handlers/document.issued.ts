import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { documentReady } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells a buyer that the paper about their money can be read. */
export const documentIssued: Handler<'document.issued'> = async ({ payload }, step) => {
  const { userId, eventId } = payload;
  if (await isAnyErased(step, [userId])) return;
  const title = await step.tx.eventCopy.findUnique({ where: { eventId } });
  await postNotification(step, [userId], documentReady({ eventId, title }, payload));
};
