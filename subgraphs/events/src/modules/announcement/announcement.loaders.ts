import { byId, pagesBy, type Caller, type Loader } from '@marquee/platform';
import { Prisma, type Attendance } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { byAttendanceId, latestFirst } from './announcement.sql';

const SENT = { createdAt: Prisma.sql`a.created_at`, id: Prisma.sql`a.id` };
const SENT_OF_PAGE = { createdAt: Prisma.sql`page.created_at`, id: Prisma.sql`page.id` };
const NOT_ADMITTED = Prisma.sql`FROM attendances a WHERE a.event_id = o.id AND a.status = 'GOING' AND a.admitted = 0`;

/** What teams tell their guests, and who did not come: of many events in one statement each. They say nothing of rights. */
export const announcementLoaders = ({ db: { prisma } }: Kept, _caller: Caller, attendanceById: Loader<string, Attendance | null>) => ({
  announcementPageByEventId: pagesBy(
    async (events, page) => {
      const { condition, order } = latestFirst.tagged(page, SENT);
      const keys = await prisma.$queryRaw<{ id: string }[]>`
        SELECT page.id FROM unnest(${[...events]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
          SELECT a.id, a.created_at FROM announcements a WHERE a.event_id = o.id AND ${condition} ORDER BY ${order} LIMIT ${page.limit + 1}) page
        ORDER BY o.id, ${latestFirst.tagged(page, SENT_OF_PAGE).order}`;
      const rows = await prisma.announcement.findMany({ where: { id: { in: keys.map(({ id }) => id) } } });
      const known = new Map(rows.map((row) => [row.id, row]));
      return keys.flatMap(({ id }) => known.get(id) ?? []);
    },
    (announcement) => announcement.eventId,
  ),
  announcementCountByEventId: byId(
    (ids: readonly string[]) => prisma.announcement.groupBy({ by: ['eventId'], where: { eventId: { in: [...ids] } }, _count: true }),
    (row) => row.eventId,
  ),
  noShowPageByEventId: pagesBy(
    async (events, page) => {
      const { condition, order } = byAttendanceId.tagged(page, { id: Prisma.sql`a.id` });
      const keys = await prisma.$queryRaw<{ id: string }[]>`
        SELECT page.id FROM unnest(${[...events]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
          SELECT a.id ${NOT_ADMITTED} AND ${condition} ORDER BY ${order} LIMIT ${page.limit + 1}) page
        ORDER BY o.id, ${byAttendanceId.tagged(page, { id: Prisma.sql`page.id` }).order}`;
      const answers = await Promise.all(keys.map(({ id }) => attendanceById.load(id)));
      return answers.filter((answer) => answer !== null);
    },
    (answer) => answer.eventId,
  ),
  noShowCountByEventId: byId(
    (ids: readonly string[]) =>
      prisma.$queryRaw<{ eventId: string; count: number }[]>`
        SELECT o.id AS "eventId", total.n AS count FROM unnest(${[...ids]}::uuid[]) AS o(id)
        CROSS JOIN LATERAL (SELECT count(*)::int AS n ${NOT_ADMITTED}) total`,
    (row) => row.eventId,
  ),
});
