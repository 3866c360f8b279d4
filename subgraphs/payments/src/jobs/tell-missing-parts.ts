import type { Job } from '../context';
import { tellMissing } from '../modules/payment/payment-split.store';

/** Tells buyers of split orders what others have not paid in time, while they may pay it themselves. */
export const tellMissingParts: Job = {
  name: 'tell-missing-parts',
  everyMs: 10_000,
  async run({ change }) {
    await change((step) => tellMissing(step));
  },
};
