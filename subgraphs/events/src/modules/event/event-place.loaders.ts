import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';
import { visibleTo } from './event-access.sql';

export const eventPlaceLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** Is there an event at this venue that the viewer may see? */
  seenAtVenueById: byId(
    (ids: readonly string[]) =>
      db.prisma.$queryRaw<{ venueId: string }[]>`
        SELECT DISTINCT e.venue_id AS "venueId" FROM events e WHERE e.venue_id = ANY(${[...ids]}::uuid[]) AND ${visibleTo(viewer)}`,
    ({ venueId }) => venueId,
  ),
});
