import type { Handler } from '../context';
import { noteReading } from '../modules/notification/notification-rooms.store';

/** What was read in its room need not be read in the list. */
export const roomRead: Handler<'room.read'> = ({ payload }, step) => noteReading(step, payload);
