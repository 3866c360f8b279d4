import type { FactHandler } from '@marquee/platform';
import type { OrderPaid } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { takeOrder } from '../modules/room/room.tickets';

/** A ticket alone opens no room, the attendance that follows from it does; but it keeps one open when another order is refunded. */
export const orderPaid =
  (runtime: SubgraphRuntime): FactHandler<OrderPaid, Tx> =>
  ({ payload: order }, { tx, after }) =>
    takeOrder(tx, after, runtime, { ...order, ticketsLeft: order.tickets.length, refundedAt: null });
