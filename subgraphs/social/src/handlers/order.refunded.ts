import type { Handler } from '../context';
import { keepOrder } from '../modules/room/room-ticket.store';

/** Somebody who has given back their last ticket leaves the event's room at once, before their attendance says so. */
export const orderRefunded: Handler<'order.refunded'> = ({ payload: order }, step) =>
  keepOrder(step, { ...order, ticketsLeft: order.remainingTicketIds.length, refundedAt: order.refundedAt });
