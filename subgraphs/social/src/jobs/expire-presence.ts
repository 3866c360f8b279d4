import type { Job } from '../context';
import { endLeases, peopleGone } from '../modules/presence/presence.store';

/** Tells that people are gone whose last lease has ended. Queries know it without. */
export const expirePresence: Job = {
  name: 'expire-presence',
  everyMs: 5_000,
  async run({ change }) {
    for (const userId of await change(peopleGone)) await change((step) => endLeases(step, userId));
  },
};
