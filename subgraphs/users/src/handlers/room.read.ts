import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { noteReading } from '../modules/notification/notification-rooms.store';

/** What was read in its room need not be read in the list. */
export const roomRead: Handler<'room.read'> = async ({ payload }, step) => {
  if (!(await isAnyErased(step, [payload.userId]))) await noteReading(step, payload);
};
