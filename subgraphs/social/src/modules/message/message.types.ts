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
