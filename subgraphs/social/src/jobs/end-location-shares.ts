import type { Job } from '../context';
import { FRESH_FOR_MS } from '../modules/location-share/location-share';
import { endOverdue, forgetOldPositions } from '../modules/location-share/location-share.store';

/** Ends what holds no longer, and forgets where people were; a query shows neither before. */
export const endLocationShares: Job = {
  name: 'end-location-shares',
  everyMs: 5_000,
  async run({ kept, change }) {
    while ((await change(endOverdue)) > 0);
    await change((step) => forgetOldPositions(step, new Date(kept.clock.now().getTime() - FRESH_FOR_MS)));
  },
};
