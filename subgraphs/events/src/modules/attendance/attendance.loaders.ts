import { byId, byKey, rowsOf, type Caller } from '@marquee/platform';
import type { Attendance, AttendanceCounts } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { guestNames } from './attendee.sql';

export interface FriendsKey {
  eventId: string;
  first: number;
}

interface GuestName {
  id: string;
  name: string;
}

export interface FriendsGoing {
  userIds: string[];
  total: number;
}

const attendancesById = rowsOf<Attendance>('Attendance', 'id = ANY($1::uuid[])', { lists: { companionNames: true } });
const attendancesOfPerson = rowsOf<Attendance>('Attendance', 'event_id = ANY($1::uuid[]) AND user_id = $2::uuid', {
  lists: { companionNames: true },
});
const countsOfEvents = rowsOf<AttendanceCounts>('AttendanceCounts', 'event_id = ANY($1::uuid[])');

export const attendanceLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** Says nothing of rights: the caller asks whether the viewer may see it. */
  attendanceById: byId(
    (ids: readonly string[]) => attendancesById(db, [ids]),
    (attendance) => attendance.id,
  ),
  countsByEventId: byId(
    (ids: readonly string[]) => countsOfEvents(db, [ids]),
    (counts) => counts.eventId,
  ),
  /** Of guests without accounts. */
  guestNameByOrderId: byId(
    (ids: readonly string[]) => db.prisma.$queryRaw<GuestName[]>(guestNames(ids)),
    (row) => row.id,
  ),
  salesByEventId: byId(
    (ids: readonly string[]) => db.prisma.salesCopy.findMany({ where: { eventId: { in: [...ids] } } }),
    (sales) => sales.eventId,
  ),
  viewerAttendanceByEventId: byId(
    async (ids: readonly string[]) => (viewer ? attendancesOfPerson(db, [ids, viewer.id]) : []),
    (attendance) => attendance.eventId,
  ),
  friendsGoing: byKey(
    async (keys: readonly FriendsKey[]) => {
      const found = new Map<string, FriendsGoing>();
      if (!viewer) return found;
      const most = Math.max(...keys.map((key) => key.first));
      // The friends are the short side: their answers to these events are looked up one by one in the index.
      const rows = await db.query<{ eventId: string; userIds: string[]; total: number }>({
        name: 'friends_going',
        text: `WITH friends AS (
            SELECT other_id FROM person_edges WHERE user_id = $1::uuid
            GROUP BY other_id HAVING bool_or(friends) AND NOT bool_or(blocked)
          )
          SELECT a.event_id AS "eventId", count(*)::int AS total,
            (array_agg(a.user_id::text ORDER BY a.updated_at DESC, a.id))[1:$2::int] AS "userIds"
          FROM friends JOIN attendances a ON a.user_id = friends.other_id AND a.event_id = ANY($3::uuid[])
          WHERE a.status = 'GOING' AND a.visibility IN ('PUBLIC', 'FRIENDS') GROUP BY a.event_id`,
        values: [viewer.id, most, keys.map((key) => key.eventId)],
      });
      const byEvent = new Map(rows.map((row) => [row.eventId, row]));
      for (const key of keys) {
        const row = byEvent.get(key.eventId);
        if (row) found.set(friendsIdentity(key), { userIds: row.userIds.slice(0, key.first), total: row.total });
      }
      return found;
    },
    friendsIdentity,
    { userIds: [], total: 0 },
  ),
});

function friendsIdentity({ eventId, first }: FriendsKey): string {
  return `${eventId}:${first}`;
}
