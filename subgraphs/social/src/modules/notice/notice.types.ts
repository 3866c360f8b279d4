import type { RoomNoticeKind } from '../../generated/prisma/client';

/** What a room tells of itself. */
export interface Notice {
  kind: RoomNoticeKind;
  /** Who did it; left out where nobody is named. */
  by?: string | null;
  people?: readonly string[];
  name?: string | null;
  /** The message, event or poll, by the kind. */
  about?: string;
}

/** A notice as its reader meets it. */
export interface NoticeView {
  kind: RoomNoticeKind;
  actorId: string | null;
  peopleIds: string[];
  name: string | null;
  messageId: string | null;
  eventId: string | null;
  pollId: string | null;
}
