import type { Handler } from '../context';
import { keepOrder } from '../modules/room/room-ticket.store';

/** Tickets were given back. What becomes of the answer is the guest list's: the attendance that follows ends the place in the room. */
export const orderRefunded: Handler<'order.refunded'> = async ({ payload: order }, step) => {
  if (!order.guest) await keepOrder(step, { ...order, ticketsLeft: order.remainingTicketIds.length });
};
