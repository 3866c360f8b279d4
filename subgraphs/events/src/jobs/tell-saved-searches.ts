import type { Job } from '../context';
import { dueSearches, looksToSettle, lookAt, postpone, settleLook, skipQuiet } from '../modules/saved-search/saved-search.store';

const BATCH = 100;

/** Tells people of what their saved searches find anew, and of what was told and is gone. */
export const tellSavedSearches: Job = {
  name: 'tell-saved-searches',
  everyMs: 30_000,
  async run({ kept, change }) {
    await change(skipQuiet);
    const now = kept.clock.now();
    for (let due = await dueSearches(kept, now, BATCH); due.length > 0; due = await dueSearches(kept, now, BATCH)) {
      for (const search of due) {
        const { query, latitude, longitude, timezone } = search;
        const here = latitude === null || longitude === null ? null : { latitude, longitude };
        const zone = timezone ?? kept.settings.SEARCH_TIMEZONE;
        // Read anew at each look: `this weekend` is another one next week.
        try {
          const read = query ? await kept.queries.read(query, { zone, here, without: [] }) : null;
          await change((step) => lookAt(step, search, read));
        } catch (error) {
          // One that cannot be looked at keeps nobody else's waiting.
          await change((step) => postpone(step, search, error));
        }
      }
    }
    for (let looks = await looksToSettle(kept, BATCH); looks.length > 0; looks = await looksToSettle(kept, BATCH))
      for (const lookId of looks) await change((step) => settleLook(step, lookId));
  },
};
