/** Names of this subgraph's live channels. */
export const channels = {
  /** { sequence } of the newest message of a room. */
  messages: (roomId: string) => `social:room:${roomId}:messages`,
  /** Something of the room is another: its log says what. */
  changes: (roomId: string) => `social:room:${roomId}:changes`,
  /** Something is another in the list of this person's rooms, that is not told in a room. */
  rooms: (userId: string) => `social:user:${userId}:rooms`,
  /** TypingPush. */
  typing: (roomId: string) => `social:room:${roomId}:typing`,
  /** Says that this person may have lost a right: their streams look again. */
  rights: (userId: string) => `social:user:${userId}:rights`,
  /** PostPush: a new post of this person, outside groups; below, in a group. */
  posts: (userId: string) => `social:user:${userId}:posts`,
  groupPosts: (groupId: string) => `social:group:${groupId}:posts`,
  /** PollPush: it has another answer, or is over. */
  poll: (pollId: string) => `social:poll:${pollId}`,
  /** PresencePush: this person's presence changed. */
  presence: (userId: string) => `social:user:${userId}:presence`,
  /** LocationPush: where a friend of this person is, or that they see it no more. */
  locations: (userId: string) => `social:user:${userId}:locations`,
  /** The users subgraph tells there of sessions that end before their tokens: { sessionId } or all of { viewerId }. */
  sessionsRevoked: 'sessions.revoked',
};

/** Whose list of rooms the channel is about; null for other channels. */
export const personOfRoomList = (channel: string): string | null => /^social:user:(.+):rooms$/.exec(channel)?.[1] ?? null;

export const isTypingChannel = (channel: string): boolean => channel.startsWith('social:room:') && channel.endsWith(':typing');
