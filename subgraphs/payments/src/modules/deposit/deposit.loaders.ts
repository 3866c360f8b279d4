import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';
import { depositsOfEvents } from './deposit.sql';
import type { DepositReportRow } from './deposit.types';

export const depositLoaders = ({ db }: Kept) => ({
  depositsByOrderId: manyBy(
    (orderIds: readonly string[]) => db.prisma.deposit.findMany({ where: { orderId: { in: [...orderIds] } }, orderBy: { id: 'asc' } }),
    (deposit) => deposit.orderId,
  ),
  depositReportByEventId: byId(
    (eventIds: readonly string[]) => db.query<DepositReportRow>(depositsOfEvents(eventIds)),
    (report) => report.eventId,
  ),
  /** Null where nothing was told of them. */
  standingByUserId: byId(
    (ids: readonly string[]) =>
      db.prisma.personCopy.findMany({ where: { id: { in: [...ids] } }, select: { id: true, points: true, reliability: true } }),
    (person) => person.id,
  ),
});
