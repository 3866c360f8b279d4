import type { Fact } from '@marquee/platform';
import type { MessageSent } from '@marquee/schema/topics';
import type { Message } from '../../generated/prisma/client';
import type { LockedRoom } from './message.store';

/** Something was said to these people. */
export const messageSent = (
  { id, roomId, sequence }: Message,
  { kind, name, otherAnswer }: Pick<LockedRoom, 'kind' | 'name' | 'otherAnswer'>,
  said: { senderId: string; recipientIds: string[] },
): Fact<'message.sent', MessageSent> => ({
  topic: 'message.sent',
  key: roomId,
  payload: { messageId: id, roomId, roomName: name, roomKind: kind, isRequest: otherAnswer !== 'ACCEPTED', sequence, ...said },
});
