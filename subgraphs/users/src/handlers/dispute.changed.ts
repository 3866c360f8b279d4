import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { paymentDisputed } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells those who sell an event's tickets that a payment is called back, and how it ends. */
export const disputeChanged: Handler<'dispute.changed'> = async ({ payload }, step) => {
  const { eventId, userIds, status, amount, respondBy, changedAt } = payload;
  if (status === 'UNDER_REVIEW') return;
  const there: string[] = [];
  for (const userId of userIds) if (!(await isAnyErased(step, [userId]))) there.push(userId);
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  await postNotification(step, there, paymentDisputed(status, eventId, event, amount, new Date(respondBy ?? changedAt)));
};
