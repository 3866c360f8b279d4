import type { MessageView } from './message.types';

/** The message as somebody meets it who reads what is behind this number: of what was said before they came, its number alone. */
export const seenFrom = (historyFrom: number, message: MessageView): MessageView =>
  message.sequence > historyFrom
    ? message
    : { ...message, senderId: null, text: null, replyToId: null, mentionedIds: [], pinnedAt: null, notice: null, isBefore: true };
