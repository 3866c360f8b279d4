import type { Message } from '../../generated/prisma/client';

/** A message as a reader of its room meets it. */
export interface MessageView extends Message {
  /** It was said before the reader came, and the room shows nothing of it: it has its number and nothing else. */
  isBefore?: boolean;
}

/** One sign, and who gave it. */
export interface ReactionView {
  emoji: string;
  count: number;
  /** The first ten. */
  userIds: string[];
}

export interface ReactionsOfMessage {
  id: string;
  reactions: ReactionView[];
}
