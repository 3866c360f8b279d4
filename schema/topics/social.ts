/**
 * Key: connectionId. A symmetric connection changed its state. Two people are friends while a connection of type FRIEND or FAMILY
 * between them is ACCEPTED (PROFESSIONAL alone does not make friends); while any is BLOCKED, each hides from the other.
 */
export interface ConnectionChanged {
  connectionId: string;
  version: number;
  requesterId: string;
  addresseeId: string;
  type: 'FRIEND' | 'PROFESSIONAL' | 'FAMILY';
  status: 'PENDING' | 'ACCEPTED' | 'DECLINED' | 'CANCELLED' | 'EXPIRED' | 'BLOCKED' | 'REMOVED';
}

/** Key: groupId. One person's membership of a group changed; `role` is null when it ended. `version` counts that membership's changes. */
export interface GroupMemberChanged {
  groupId: string;
  groupName: string;
  version: number;
  userId: string;
  role: 'OWNER' | 'ADMIN' | 'MODERATOR' | 'MEMBER' | null;
  /** Who did it, where it was not the person themselves. */
  changedBy?: string;
}

/**
 * Key: groupId. Somebody asks to be let into a group, or the request is over: answered, taken back or not needed any more. `version` grows
 * with each change between this group and this person.
 */
export interface GroupRequestChanged {
  groupId: string;
  groupName: string;
  version: number;
  userId: string;
  open: boolean;
  /** Those who can answer it now: 100 of them at most. */
  deciderIds: string[];
}

/**
 * Key: groupId. A person was invited to a group, or the invitation is over: used, declined, withdrawn or expired. `version` grows with each
 * change between this group and this person, also when they are invited anew.
 */
export interface GroupInvitationChanged {
  groupId: string;
  groupName: string;
  version: number;
  userId: string;
  invitedBy: string;
  invited: boolean;
  /** They were told of an invitation to it within a day: nobody notifies them once more. */
  isTold?: boolean;
}

/** Key: roomId. Somebody has read a room up to a sequence, which never falls. */
export interface RoomRead {
  roomId: string;
  userId: string;
  sequence: number;
}

/** Key: roomId. A message, or its new text, names these people. They are in the room, in no block with the sender, and have not muted it. */
export interface MessageMentioned {
  messageId: string;
  roomId: string;
  roomName: string | null;
  roomKind: 'EVENT' | 'GROUP' | 'DIRECT' | 'PEOPLE';
  sequence: number;
  senderId: string;
  userIds: string[];
}

/** Key: roomId. A message was stored; sent for rooms of at most 50 members, so that people can be notified. */
export interface MessageSent {
  messageId: string;
  roomId: string;
  roomName: string | null;
  roomKind?: 'EVENT' | 'GROUP' | 'DIRECT' | 'PEOPLE';
  /** A stranger has written; the recipient has not accepted them yet, and is told of the first message alone. */
  isRequest?: boolean;
  sequence: number;
  senderId: string;
  recipientIds: string[];
}

/** Key: followeeId. Somebody began to follow somebody. That it has ended is not told. */
export interface PersonFollowed {
  followerId: string;
  followeeId: string;
  followedAt: string;
}

/**
 * Key: postId. A post, or a comment on one, was written, edited or deleted: what it says, so that it can be reported and judged. A comment that
 * goes with its post, or with the comment that it answers, is not told apart.
 */
export interface PostChanged {
  postId: string;
  version: number;
  kind: 'POST' | 'COMMENT';
  change: 'WRITTEN' | 'EDITED' | 'DELETED';
  authorId: string;
  text: string | null;
  imageUrls: string[];
  groupId: string | null;
  eventId: string | null;
}

/** Key: wishListId. A list of events is shared with a friend of its owner, or is no more. */
export interface WishListShared {
  wishListId: string;
  /** Of the list: grows with each change of whom it is shared with. */
  version: number;
  name: string;
  ownerId: string;
  userId: string;
  shared: boolean;
}

/**
 * Key: pollId. The members of a group are asked something, or the poll is over: counted, or deleted. Told to these people, who are members and in no
 * block with its author (OPEN; of large groups to nobody), or who answered (CLOSED); more than 500 are told by several facts of one version.
 */
export interface PollChanged {
  pollId: string;
  version: number;
  groupId: string;
  groupName: string;
  state: 'OPEN' | 'CLOSED' | 'DELETED';
  /** Null when they are gone. */
  authorId: string | null;
  question: string;
  closesAt: string | null;
  /** What was chosen, where it is one text; null otherwise. */
  leader: string | null;
  userIds: string[];
}

/**
 * Key: pollId. An event has won a poll of a group alone, and these people chose it and agreed beforehand to go: those who agreed first stand first. More
 * than 100 are told by several facts. They are to be signed up as if they answered themselves, unless they have said something since `agreedAt`.
 */
export interface PollDecided {
  pollId: string;
  groupId: string;
  eventId: string;
  decidedAt: string;
  goers: { userId: string; agreedAt: string }[];
}

/**
 * Key: groupId. A crew is over, and those who met in it (`userIds`) are asked whom they would meet again, until then (OPEN); or the time for it is
 * over (CLOSED; to nobody).
 */
export interface CrewFeedbackChanged {
  groupId: string;
  groupName: string;
  state: 'OPEN' | 'CLOSED';
  openUntil: string;
  userIds: string[];
}
