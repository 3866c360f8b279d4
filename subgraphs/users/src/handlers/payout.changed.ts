import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { payoutSettled } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells those who are paid that money was sent to them, or could not be. */
export const payoutChanged: Handler<'payout.changed'> = async ({ payload: { userIds, status, amount } }, step) => {
  if (status === 'PROMISED') return;
  const there: string[] = [];
  for (const userId of userIds) if (!(await isAnyErased(step, [userId]))) there.push(userId);
  await postNotification(step, there, payoutSettled(status, amount));
};
