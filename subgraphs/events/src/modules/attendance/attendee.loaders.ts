import { byId, pagesBy, type Caller, type Loader } from '@marquee/platform';
import { Prisma, type Attendance } from '../../generated/prisma/client';
import type { AttendanceStatus } from '../../generated/prisma/enums';
import type { Kept } from '../../kept';
import { attendanceVisibleTo } from './attendance-access.sql';
import { lastAnswerFirst } from './attendee.sql';

const COLUMNS = { updatedAt: Prisma.sql`a.updated_at`, id: Prisma.sql`a.id` };
const OF_PAGE = { updatedAt: Prisma.sql`page.updated_at`, id: Prisma.sql`page.id` };

export const attendeeLoaders = ({ db: { prisma } }: Kept, { viewer }: Caller, attendanceById: Loader<string, Attendance | null>) => {
  const make = (status: AttendanceStatus, everybody: boolean) => {
    const seen = everybody ? Prisma.sql`TRUE` : attendanceVisibleTo(viewer);
    const which = Prisma.sql`FROM attendances a WHERE a.event_id = o.id AND a.status = ${status}::attendance_status AND ${seen}`;
    return {
      pageByEventId: pagesBy(
        async (events, page) => {
          const { condition, order } = lastAnswerFirst.tagged(page, COLUMNS);
          const keys = await prisma.$queryRaw<{ id: string }[]>`
            SELECT page.id FROM unnest(${[...events]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
              SELECT a.id, a.updated_at ${which} AND ${condition} ORDER BY ${order} LIMIT ${page.limit + 1}) page
            ORDER BY o.id, ${lastAnswerFirst.tagged(page, OF_PAGE).order}`;
          const answers = await Promise.all(keys.map(({ id }) => attendanceById.load(id)));
          // One that was removed between the two reads is left out.
          return answers.filter((answer) => answer !== null);
        },
        (answer) => answer.eventId,
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
