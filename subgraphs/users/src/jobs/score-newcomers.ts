import type { Job } from '../context';
import { forgetNewcomers, scoreDue } from '../modules/risk/risk.store';

/** Looks at accounts that were just made, and once more an hour later, when those that were made with them are there. */
export const scoreNewcomers: Job = {
  name: 'score-newcomers',
  everyMs: 10_000,
  async run({ change }) {
    while (await change(scoreDue));
    await change(forgetNewcomers);
  },
};
