import { byId, pagesBy, type Loader, type Viewer } from '@marquee/platform';
import type { Database } from '../../db';
import { Prisma, type Attendance } from '../../generated/prisma/client';
import type { AttendanceStatus } from '../../generated/prisma/enums';
import { startOf } from '../event/event.pages';
import { attendanceVisibleTo } from './attendance.access';

export interface AttendeeRow {
  owner: string;
  id: string;
  at: Date;
  attendance: Attendance;
}

/** The answers with one status, of many events in one statement. `everybody`: for whoever runs the door, without regard to visibility. */
export function attendeePages({ prisma }: Database, viewer: Viewer | null, attendanceById: Loader<string, Attendance | null>) {
  const make = (status: AttendanceStatus, everybody: boolean) => {
    const seen = everybody ? Prisma.sql`TRUE` : attendanceVisibleTo(viewer);
    const which = Prisma.sql`FROM attendances a WHERE a.event_id = o.id AND a.status = ${status}::attendance_status AND ${seen}`;
    return {
      pageByEventId: pagesBy(
        async (events, page) => {
          const [order, beyond] = page.backward ? [Prisma.sql`ASC`, Prisma.sql`>`] : [Prisma.sql`DESC`, Prisma.sql`<`];
          const start = startOf(page);
          const after = start ? Prisma.sql`AND (a.updated_at, a.id) ${beyond} (${start.at}::timestamptz, ${start.id}::uuid)` : Prisma.empty;
          const rows = await prisma.$queryRaw<Omit<AttendeeRow, 'attendance'>[]>`
            SELECT o.id AS owner, page.id, page.at FROM unnest(${[...events]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
              SELECT a.id, a.updated_at AS at ${which} ${after} ORDER BY a.updated_at ${order}, a.id ${order} LIMIT ${page.limit + 1}) page
            ORDER BY owner, page.at ${order}, page.id ${order}`;
          const answers = await Promise.all(rows.map(({ id }) => attendanceById.load(id)));
          return rows.flatMap((row, index): AttendeeRow[] => (answers[index] ? [{ ...row, attendance: answers[index] }] : []));
        },
        (row: AttendeeRow) => row.owner,
      ),
      totalByEventId: byId(
        (events: readonly string[]) =>
          prisma.$queryRaw<{ owner: string; total: number }[]>`
            SELECT o.id AS owner, total.n AS total FROM unnest(${[...events]}::uuid[]) AS o(id)
            CROSS JOIN LATERAL (SELECT count(*)::int AS n ${which}) total`,
        (row) => row.owner,
      ),
    };
  };
  const made = new Map<string, ReturnType<typeof make>>();
  return (status: AttendanceStatus, everybody: boolean) => {
    const key = `${status} ${everybody}`;
    const loaders = made.get(key) ?? make(status, everybody);
    made.set(key, loaders);
    return loaders;
  };
}
