import type { Handler } from '../context';
import { takeOrder } from '../modules/room/room.tickets';

/** Somebody who has given back their last ticket leaves the event's room at once, before their attendance says so. */
export const orderRefunded: Handler<'order.refunded'> = ({ payload: order }, step) =>
  takeOrder(step, { ...order, ticketsLeft: order.remainingTicketIds.length, refundedAt: order.refundedAt });
