import type { Job } from '../context';
import { nextEventsAt, venuesToFollow } from '../modules/venue-care/venue-merge.sql';
import { moveBack, moveEvent, moveProposals, tellAnew } from '../modules/venue-care/venue-merge.store';

const VENUES = 10;
const EVENTS = 100;

interface Followed {
  id: string;
  version: number;
  mergedInto: string | null;
  followAfter: string;
}

/** Events follow the places they are at: to the one that a merge has kept, back when it is undone, and they tell a new name or address. */
export const followVenues: Job = {
  name: 'follow-venues',
  everyMs: 2_000,
  async run({ change }) {
    const venues = await change(({ tx }) => tx.$queryRaw<Followed[]>(venuesToFollow(VENUES)));
    for (const venue of venues) {
      const moves = venue.mergedInto ? [] : await change(({ tx }) => tx.venueMove.findMany({ where: { fromId: venue.id } }));
      const isBack = new Set(moves.map(({ eventId }) => eventId));
      for (const { eventId, toId } of moves) await change((step) => moveBack(step, eventId, toId, venue.id));
      let after = venue.followAfter;
      for (;;) {
        const since = (now: Date) => (venue.mergedInto ? null : now);
        const events = await change(({ tx, now }) => tx.$queryRaw<{ id: string }[]>(nextEventsAt(venue.id, after, since(now), EVENTS)));
        for (const { id } of events) {
          if (venue.mergedInto) await change((step) => moveEvent(step, id, venue.id));
          else if (!isBack.has(id)) await change((step) => tellAnew(step, id, venue.id));
        }
        after = events.at(-1)?.id ?? after;
        const isDone = events.length < EVENTS;
        await change(async (step) => {
          if (isDone && venue.mergedInto) await moveProposals(step, venue.id, venue.mergedInto);
          // What has changed since begins anew.
          await step.tx.venue.updateMany({
            where: { id: venue.id, version: venue.version },
            data: { followAfter: isDone ? null : after },
          });
        });
        if (isDone) break;
      }
    }
  },
};
