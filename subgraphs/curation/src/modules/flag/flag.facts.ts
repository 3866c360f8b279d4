import type { FactOf } from '@marquee/platform';
import type { FlagSettled, Topics } from '@marquee/schema/topics';
import type { EventCopy, Flag } from '../../generated/prisma/client';

/** What came of a flag, once it is no longer open. */
export const flagSettled = (
  { id, version, eventId, flaggerId, reason, status }: Flag,
  { creatorId, organizationId }: Pick<EventCopy, 'creatorId' | 'organizationId'>,
  settledAt: Date,
): FactOf<Topics> => ({
  topic: 'flag.settled',
  key: eventId,
  payload: {
    ...{ flagId: id, version, eventId, creatorId, organizationId, flaggerId, reason },
    outcome: status as FlagSettled['outcome'],
    settledAt: settledAt.toISOString(),
  },
});
