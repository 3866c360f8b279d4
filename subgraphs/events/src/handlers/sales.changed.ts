import type { Handler } from '../context';
import { takeSales } from '../modules/attendance/sales.store';

/** What payments sells for an event: from the first tier on, a place comes by a ticket, and payments is granted the places to sell. */
export const salesChanged: Handler<'sales.changed'> = ({ payload }, step) => takeSales(step, payload);
