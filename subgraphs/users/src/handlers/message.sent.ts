import type { Handler } from '../context';
import { messageReceived } from '../modules/notification/notification-text';
import { postNotification } from '../modules/notification/notification.store';

/** Tells of a message in a room of two. In larger rooms people read when they come by. */
export const messageSent: Handler<'message.sent'> = async ({ payload: { roomId, senderId, recipientIds } }, step) => {
  const [reader, ...others] = recipientIds.filter((id) => id !== senderId);
  if (!reader || others.length > 0) return;
  // One for each conversation is enough until it is read.
  const unread = { userId: reader, type: 'MESSAGE_RECEIVED' as const, targetId: roomId, readAt: null };
  const waiting = await step.tx.notification.count({ where: unread });
  const sender = await step.tx.user.findUnique({ where: { id: senderId }, select: { displayName: true } });
  if (waiting === 0 && sender) await postNotification(step, [reader], messageReceived(roomId, sender));
};
