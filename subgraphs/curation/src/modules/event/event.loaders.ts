import { byId, byKey, rowsOf } from '@marquee/platform';
import type { Database } from '../../db';
import type { AttendanceCopy, EventCopy } from '../../generated/prisma/client';

interface EventOfPerson {
  eventId: string;
  userId: string;
}

const copiesById = rowsOf<Omit<EventCopy, 'signature'>>('EventCopy', 'event_id = ANY($1::uuid[])', {
  omit: ['signature'],
  lists: { tags: true },
});
const attendancesOfPerson = rowsOf<AttendanceCopy>('AttendanceCopy', 'user_id = $1::uuid AND event_id = ANY($2::uuid[])');

export const eventLoaders = (db: Database) => ({
  eventCopyById: byId(
    (ids: readonly string[]) => copiesById(db, [ids]),
    (copy) => copy.eventId,
  ),
  /** One person's attendance of each event; asked for one person in a request. */
  attendance: byKey<EventOfPerson, AttendanceCopy | null>(
    async (keys) => {
      const { userId } = keys[0]!;
      const rows = await attendancesOfPerson(db, [userId, keys.map((key) => key.eventId)]);
      return new Map(rows.map((row) => [identity(row), row]));
    },
    identity,
    null,
  ),
});

function identity({ eventId, userId }: EventOfPerson): string {
  return `${eventId} ${userId}`;
}
