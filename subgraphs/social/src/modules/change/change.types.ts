import type { Message, RoomChangeKind, RoomRole } from '../../generated/prisma/client';

/** A change of a room's log, with what it is about as it is now. */
export interface ChangeView {
  roomId: string;
  number: number;
  kind: RoomChangeKind;
  messageId: string | null;
  /** Null, too, when they were erased. */
  userId: string | null;
  /** Of changes of messages: those are never removed. */
  message: Message;
  /** Of the member, where the change is about one. */
  role: RoomRole | null;
  lastReadSequence: number;
  deliveredSequence: number;
  readReceipts: boolean;
}

/** How far somebody knows a room. */
export interface RoomPosition {
  roomId: string;
  since: number;
  /** What was said up to it in the room is not theirs to read. */
  historyFrom: number;
}

/** What somebody missed in a room; null where its log does not reach there. */
export interface Missed {
  changes: ChangeView[] | null;
  lastChange: number;
  hasMore: boolean;
}
