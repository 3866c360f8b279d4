import type { Job } from '../context';
import { askAgain, beginErasure, dueErasures, forgetErasures, remindOfErasure } from '../modules/erasure/erasure-saga.store';

/** Reminds of erasures that are near, begins those that are due, and asks the parts that have not told their receipt. Each by itself. */
export const carryOnErasures: Job = {
  name: 'carry-on-erasures',
  everyMs: 60_000,
  async run({ change }) {
    const { toRemind, toBegin, toAskAgain } = await change(dueErasures);
    for (const erasure of toRemind) await change((step) => remindOfErasure(step, erasure));
    for (const erasure of toBegin) await change((step) => beginErasure(step, erasure));
    for (const erasure of toAskAgain) await change((step) => askAgain(step, erasure));
    await change(forgetErasures);
  },
};
