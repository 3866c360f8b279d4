import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { noteMessage, noteReading } from '../modules/notification/notification-rooms.store';
import { messageReceived } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells of a message in a room of two, once until the room is read. In larger rooms people read when they come by. */
export const messageSent: Handler<'message.sent'> = async (
  { payload: { roomId, roomKind = 'DIRECT', sequence, senderId, recipientIds } },
  step,
) => {
  // A group of two is no private conversation.
  if (roomKind !== 'DIRECT') return;
  const [reader, ...others] = recipientIds.filter((id) => id !== senderId);
  if (!reader || others.length > 0) return;
  if (await isAnyErased(step, [senderId, reader])) return;
  // Who writes has the conversation before their eyes.
  await noteReading(step, { roomId, userId: senderId, sequence });
  if (!(await noteMessage(step, { roomId, userId: reader, sequence }))) return;
  await postNotification(step, [reader], messageReceived(roomId, senderId));
};
