import { erasureReceipts } from '@marquee/schema/rules/erasure';
import type { Handler } from '../context';
import { erasePerson } from '../modules/erasure/erasure-person.store';

/** Erases a person here, and tells the receipt in the same step. Late and repeated facts change nothing. */
export const userErased: Handler<'user.erased'> = async ({ payload }, step) => {
  await erasePerson(step, payload.userId);
  await step.tell(...erasureReceipts('users', payload, step.now));
};
