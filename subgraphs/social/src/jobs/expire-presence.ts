import type { Job } from '../context';
import { endLeases, EXPIRE_AT_ONCE, peopleGone } from '../modules/presence/presence.store';

/** Tells that people are gone whose last lease has ended, and away who do nothing. Queries know it without. */
export const expirePresence: Job = {
  name: 'expire-presence',
  everyMs: 5_000,
  async run({ change }) {
    for (;;) {
      const userIds = await change(peopleGone);
      if (userIds.length > 0) await change((step) => endLeases(step, userIds));
      if (userIds.length < EXPIRE_AT_ONCE) return;
    }
  },
};
