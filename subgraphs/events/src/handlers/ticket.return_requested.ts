import type { Handler } from '../context';
import { returnTickets } from '../modules/attendance/ticket.store';

/** Payments asks to take tickets back; the door answers for each. */
export const ticketReturnRequested: Handler<'ticket.return_requested'> = ({ payload }, step) => returnTickets(step, payload);
