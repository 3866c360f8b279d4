import { byId, type Caller } from '@marquee/platform';
import type { CompanionSeeker } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

export const companionLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** Where the viewer would like company. */
  ownSeekingByEventId: byId<string, CompanionSeeker>(
    async (ids) => (viewer ? db.prisma.companionSeeker.findMany({ where: { eventId: { in: [...ids] }, userId: viewer.id } }) : []),
    (row) => row.eventId,
  ),
});
