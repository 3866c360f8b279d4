import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { planTold } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells the owner of a plan what they have to know of it. */
export const planNoticed: Handler<'plan.noticed'> = async ({ payload: { userId, state, plan, amount, until } }, step) => {
  if (plan === 'FREE' || (await isAnyErased(step, [userId]))) return;
  await postNotification(step, [userId], planTold(state, plan, amount, until));
};
