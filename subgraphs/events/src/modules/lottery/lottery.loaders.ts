import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';

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
  entryCountByEventId: byId(
    async (ids: readonly string[]) => prisma.lotteryEntry.groupBy({ by: ['eventId'], where: { eventId: { in: [...ids] } }, _count: true }),
    (row) => row.eventId,
  ),
});
