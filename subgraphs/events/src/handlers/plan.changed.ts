import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/person/person.store';

/** Keeps the copy of what somebody pays for. Of who was erased nothing comes back. */
export const planChanged: Handler<'plan.changed'> = async ({ payload: { userId, version, plan } }, step) => {
  if (!(await isAnyErased(step, [userId]))) await keepNewer(step.tx, 'plans', ['userId'], { userId, version, plan });
};
