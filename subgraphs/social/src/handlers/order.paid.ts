import type { Handler } from '../context';
import { keepOrder } from '../modules/room/room-ticket.store';

/** A ticket alone opens no room, the attendance that follows from it does; but whoever has one sees the event. */
export const orderPaid: Handler<'order.paid'> = async ({ payload: order }, step) => {
  if (!order.guest) await keepOrder(step, { ...order, ticketsLeft: order.tickets.length });
};
