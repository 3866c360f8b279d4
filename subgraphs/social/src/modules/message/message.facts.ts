import type { Fact } from '@marquee/platform';
import type { MessageMentioned, MessageSent, ReportEvidence, ReportRaised } from '@marquee/schema/topics';
import type { Message } from '../../generated/prisma/client';
import type { RoomView } from '../room/room.types';
import type { ReportedMessage } from './message-moderation.store';

/** Something was said to these people. */
export const messageSent = (
  { id, roomId, sequence }: Message,
  { kind, name, otherAnswer }: Pick<RoomView, 'kind' | 'name' | 'otherAnswer'>,
  said: { senderId: string; recipientIds: string[] },
): Fact<'message.sent', MessageSent> => ({
  topic: 'message.sent',
  key: roomId,
  payload: { messageId: id, roomId, roomName: name, roomKind: kind, isRequest: otherAnswer !== 'ACCEPTED', sequence, ...said },
});

/** What a reported message says; without one, that there is nothing for the reporter to see. */
export const messageEvidence = (
  { reportId, kind, subjectId }: ReportRaised,
  message: ReportedMessage | null,
): Fact<'report.evidence', ReportEvidence> => ({
  topic: 'report.evidence',
  key: subjectId,
  payload: {
    ...{ reportId, kind, subjectId, authorId: message?.senderId ?? null },
    evidence: message && partsOf(message),
  },
});

const partsOf = ({ text, before }: ReportedMessage): Record<string, string> => ({
  ...(text !== null && { text }),
  ...Object.fromEntries(before.map((wording, index) => [`before${index + 1}`, wording])),
});

/** A message names these people, who want to hear of it. */
export const messageMentioned = (
  { id, roomId, sequence }: Pick<Message, 'id' | 'roomId' | 'sequence'>,
  { kind, name }: Pick<RoomView, 'kind' | 'name'>,
  named: { senderId: string; userIds: string[] },
): Fact<'message.mentioned', MessageMentioned> => ({
  topic: 'message.mentioned',
  key: roomId,
  payload: { messageId: id, roomId, roomName: name, roomKind: kind, sequence, ...named },
});
