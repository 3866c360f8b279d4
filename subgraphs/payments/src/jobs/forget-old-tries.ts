import type { Job } from '../context';
import { dropOldTries } from '../modules/risk/risk.store';

/** Forgets from where, and with which cards, people have tried to pay. */
export const forgetOldTries: Job = {
  name: 'forget-old-tries',
  everyMs: 3_600_000,
  async run({ change }) {
    while (await change(dropOldTries));
  },
};
