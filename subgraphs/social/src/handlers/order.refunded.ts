import type { FactHandler } from '@marquee/platform';
import type { OrderRefunded } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { takeOrder } from '../modules/room/room.tickets';

/** Whoever has given back their last ticket leaves the event's room at once, before their attendance says so. */
export const orderRefunded =
  (runtime: SubgraphRuntime): FactHandler<OrderRefunded, Tx> =>
  ({ payload: order }, { tx, after }) =>
    takeOrder(tx, after, runtime, { ...order, ticketsLeft: order.remainingTicketIds.length, refundedAt: order.refundedAt });
