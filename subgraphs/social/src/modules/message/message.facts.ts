import type { Fact } from '@marquee/platform';
import type { MessageSent, ReportEvidence, ReportRaised } from '@marquee/schema/topics';
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

/** What a reported message says; without one, that there is nothing for the reporter to see. */
export const messageEvidence = (
  { reportId, kind, subjectId }: ReportRaised,
  message: Pick<Message, 'senderId' | 'text'> | null,
): Fact<'report.evidence', ReportEvidence> => ({
  topic: 'report.evidence',
  key: subjectId,
  payload: {
    ...{ reportId, kind, subjectId, authorId: message?.senderId ?? null },
    evidence: message?.text ? { text: message.text } : null,
  },
});
