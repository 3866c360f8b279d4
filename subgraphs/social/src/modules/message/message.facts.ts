import type { Fact } from '@marquee/platform';
import type { MessageSent } from '@marquee/schema/topics';
import type { Message } from '../../generated/prisma/client';

/** Something was said to these people. */
export const messageSent = (
  { id, roomId, sequence }: Message,
  said: { senderId: string; roomName: string | null; recipientIds: string[] },
): Fact<'message.sent', MessageSent> => ({
  topic: 'message.sent',
  key: roomId,
  payload: { messageId: id, roomId, sequence, ...said },
});
