import type {
  EventRole,
  EventStatus,
  GroupRole,
  OrganizationRole,
  RoomAnswer,
  RoomKind,
  RoomMember,
  RoomNotify,
  RoomPurpose,
  RoomRole,
  RoomSpeakers,
} from '../../generated/prisma/client';

/** A member as others see them. */
export interface MemberView extends RoomMember {
  readReceipts: boolean;
}

/** A room as one of its members meets it. Nobody else gets one. */
export interface RoomView {
  id: string;
  kind: RoomKind;
  /** MAIN in rooms of two and of several. */
  purpose: RoomPurpose;
  /** The event's title, the group's name, or that of a room of several. */
  name: string | null;
  imageUrl: string | null;
  eventId: string | null;
  groupId: string | null;
  directLow: string | null;
  directHigh: string | null;
  lastSequence: number;
  lastMessageAt: Date;
  /** A room of two, one of whom has blocked the other: whoever did so may still read it. */
  blocked: boolean;
  /** The viewer's to a room of two, and that of the other person. In other rooms everybody has accepted. */
  answer: RoomAnswer;
  otherAnswer: RoomAnswer;
  /** The viewer's. */
  role: RoomRole;
  lastReadSequence: number;
  /** What is behind it is unread: as far as they have read, or before what they marked as unread. */
  readTo: number;
  unreadFrom: number | null;
  notify: RoomNotify;
  mutedUntil: Date | null;
  /** When the viewer pinned it in their list. */
  pinnedAt: Date | null;
  /** The newest change of its log that has a number, and up to which they are forgotten. */
  lastChange: number;
  forgottenChanges: number;
  /** Messages up to it were said before the viewer came, and are not theirs to read. */
  historyFrom: number;
  historyFromJoining: boolean;
  keepDays: number | null;
  announcementsOnly: boolean;
  slowModeSeconds: number;
  /** When the viewer last said something here. */
  lastSaidAt: Date | null;
  /** Until then the viewer's account may do less than others; null: it does not, or is trusted. */
  limitedUntil: Date | null;
  speakBefore: RoomSpeakers;
  speakLive: RoomSpeakers;
  speakAfter: RoomSpeakers;
  viewerId: string;
  /** The viewer's in the group, where it is a group's room; null when they are no member. */
  groupRole: GroupRole | null;
  /** Of the event, where it is an event's room; the roles are the viewer's. */
  creatorId: string | null;
  organizationId: string | null;
  organizationRole: OrganizationRole | null;
  teamRoles: EventRole[];
  eventStatus: EventStatus | null;
  startsAt: Date | null;
  endsAt: Date | null;
}
