import type { FactHandler } from '@marquee/platform';
import type { MessageSent } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { post } from '../modules/notification/notification.post';
import { messageReceived } from '../modules/notification/notification.text';

/** Tells of a message in a room of two. In larger rooms people read when they come by. */
export const messageSent =
  ({ bus, clock }: SubgraphRuntime): FactHandler<MessageSent, Tx> =>
  async ({ payload: { roomId, senderId, recipientIds } }, { tx, after }) => {
    const [reader, ...others] = recipientIds.filter((id) => id !== senderId);
    if (!reader || others.length > 0) return;
    // One for each conversation is enough until it is read.
    const waiting = await tx.notification.count({ where: { userId: reader, type: 'MESSAGE_RECEIVED', targetId: roomId, readAt: null } });
    const sender = await tx.user.findUnique({ where: { id: senderId }, select: { displayName: true } });
    if (waiting === 0 && sender) await post({ tx, after, bus, now: clock.now() }, [reader], messageReceived(roomId, sender));
  };
