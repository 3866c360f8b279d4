import { byId, pagesBy, type Caller } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import type { AttendanceStatus } from '../../generated/prisma/enums';
import type { Kept } from '../../kept';
import { attendanceVisibleTo } from './attendance-access.sql';
import { lastAnswerFirst } from './attendee.sql';

interface AttendeeKey {
  owner: string;
  id: string;
}

const COLUMNS = { updatedAt: Prisma.sql`a.updated_at`, id: Prisma.sql`a.id` };
const OF_PAGE = { updatedAt: Prisma.sql`page.updated_at`, id: Prisma.sql`page.id` };

export const attendeeLoaders = ({ db: { prisma } }: Kept, { viewer }: Caller) => {
  const make = (status: AttendanceStatus, everybody: boolean) => {
    const seen = everybody ? Prisma.sql`TRUE` : attendanceVisibleTo(viewer);
    const which = Prisma.sql`FROM attendances a WHERE a.event_id = o.id AND a.status = ${status}::attendance_status AND ${seen}`;
    return {
      pageByEventId: pagesBy(
        (events, page) => {
          const { condition, order } = lastAnswerFirst.tagged(page, COLUMNS);
          return prisma.$queryRaw<AttendeeKey[]>`
            SELECT o.id AS owner, page.id FROM unnest(${[...events]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
              SELECT a.id, a.updated_at ${which} AND ${condition} ORDER BY ${order} LIMIT ${page.limit + 1}) page
            ORDER BY owner, ${lastAnswerFirst.tagged(page, OF_PAGE).order}`;
        },
        (key: AttendeeKey) => key.owner,
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
  return {
    /** The answers with one status, of many events in one statement. `everybody`: for those who run the door, without regard to visibility. */
    attendees(status: AttendanceStatus, everybody: boolean) {
      const key = `${status} ${everybody}`;
      const loaders = made.get(key) ?? make(status, everybody);
      made.set(key, loaders);
      return loaders;
    },
  };
};
