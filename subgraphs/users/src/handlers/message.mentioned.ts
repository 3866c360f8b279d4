import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { noteMessage } from '../modules/notification/notification-rooms.store';
import { messageMentioned as content } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells people that a message names them, once until the room is read. Between two it is a message as any other. */
export const messageMentioned: Handler<'message.mentioned'> = async ({ payload }, step) => {
  const { roomId, roomName, roomKind, senderId, sequence, userIds } = payload;
  if (roomKind === 'DIRECT') return;
  for (const userId of userIds) {
    if (await isAnyErased(step, [senderId, userId])) continue;
    if (await noteMessage(step, { roomId, userId, sequence })) await postNotification(step, [userId], content(roomId, senderId, roomName));
  }
};
