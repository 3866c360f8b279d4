import { byId, pagesBy, type Caller } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { byEntryId } from './lottery.sql';

export const lotteryLoaders = ({ db: { prisma } }: Kept, { viewer }: Caller) => ({
  lotteryByEventId: byId(
    (ids: readonly string[]) => prisma.eventLottery.findMany({ where: { eventId: { in: [...ids] } } }),
    (lottery) => lottery.eventId,
  ),
  viewerEntryByEventId: byId(
    async (ids: readonly string[]) =>
      viewer ? prisma.lotteryEntry.findMany({ where: { eventId: { in: [...ids] }, userId: viewer.id } }) : [],
    (entry) => entry.eventId,
  ),
  /** Of a lottery that is closed: the caller asks. */
  entryPageByEventId: pagesBy(
    async (events, page) => {
      const { condition, order } = byEntryId.tagged(page, { id: Prisma.sql`l.id` });
      const keys = await prisma.$queryRaw<{ id: string }[]>`
        SELECT page.id FROM unnest(${[...events]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
          SELECT l.id FROM lottery_entries l WHERE l.event_id = o.id AND ${condition} ORDER BY ${order} LIMIT ${page.limit + 1}) page
        ORDER BY o.id, ${byEntryId.tagged(page, { id: Prisma.sql`page.id` }).order}`;
      const rows = await prisma.lotteryEntry.findMany({ where: { id: { in: keys.map(({ id }) => id) } } });
      const known = new Map(rows.map((row) => [row.id, row]));
      return keys.flatMap(({ id }) => known.get(id) ?? []);
    },
    (entry) => entry.eventId,
  ),
  entryCountByEventId: byId(
    async (ids: readonly string[]) => prisma.lotteryEntry.groupBy({ by: ['eventId'], where: { eventId: { in: [...ids] } }, _count: true }),
    (row) => row.eventId,
  ),
});
