import type { Handler } from '../context';
import { keepOrder } from '../modules/room/room-ticket.store';

/** A ticket alone opens no room, the attendance that follows from it does; but it keeps one open when another order is refunded. */
export const orderPaid: Handler<'order.paid'> = ({ payload: order }, step) =>
  keepOrder(step, { ...order, ticketsLeft: order.tickets.length, refundedAt: null });
