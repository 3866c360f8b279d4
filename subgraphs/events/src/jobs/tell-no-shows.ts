import type { Job } from '../context';
import { eventsToSettle, tellOfNoShows } from '../modules/attendance/no-show.store';

const BATCH = 50;

/** Who had a place at an event and did not come is told, when no scan of its door can come any more. */
export const tellNoShows: Job = {
  name: 'tell-no-shows',
  everyMs: 600_000,
  async run({ kept, change }) {
    for (;;) {
      const due = await eventsToSettle(kept, BATCH);
      for (const eventId of due) await change((step) => tellOfNoShows(step, eventId));
      if (due.length < BATCH) return;
    }
  },
};
