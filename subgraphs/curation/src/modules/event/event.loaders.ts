import { byId, rowsOf, type Caller } from '@marquee/platform';
import type { AttendanceCopy, EventCopy } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

const copiesById = rowsOf<Omit<EventCopy, 'signature'>>('EventCopy', 'event_id = ANY($1::uuid[])', {
  omit: ['signature'],
  lists: { tags: true },
});
const attendancesOfPerson = rowsOf<AttendanceCopy>('AttendanceCopy', 'user_id = $1::uuid AND event_id = ANY($2::uuid[])');

export const eventLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  eventCopyById: byId(
    (ids: readonly string[]) => copiesById(db, [ids]),
    (copy) => copy.eventId,
  ),
  viewerAttendanceByEventId: byId(
    async (ids: readonly string[]) => (viewer ? attendancesOfPerson(db, [viewer.id, ids]) : []),
    (attendance) => attendance.eventId,
  ),
});
