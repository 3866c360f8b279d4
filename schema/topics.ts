/**
 * Every fact that travels between subgraphs, typed in one place.
 *
 * Rules of this file:
 * - A payload is a snapshot of what the consumers need, never a diff: a consumer that missed the one before is right after the next.
 * - `version` grows by one with every change of that entity. Consumers keep the version they last applied and ignore what is not newer,
 *   so that late and repeated deliveries change nothing.
 * - The outbox `key` is the id named first in each comment: order is kept per key.
 * - Adding an optional property is always fine. Anything else is a new topic.
 */

import type { EventRole, OrganizationRole } from './rules/event-rights';

export type { EventRole, OrganizationRole };
export type Visibility = 'PUBLIC' | 'FRIENDS' | 'PRIVATE';
export type EventVisibility = 'PUBLIC' | 'GROUP_ONLY' | 'PRIVATE';
export type EventStatus = 'DRAFT' | 'PENDING_REVIEW' | 'NEEDS_REVISION' | 'REJECTED' | 'PUBLISHED' | 'CANCELLED' | 'COMPLETED';
export type AttendanceStatus = 'INTERESTED' | 'GOING' | 'MAYBE' | 'NOT_GOING' | 'WAITLISTED' | 'PENDING_APPROVAL' | 'CANCELLED';
export type CurationStatus = 'PENDING' | 'IN_REVIEW' | 'APPROVED' | 'NEEDS_REVISION' | 'REJECTED' | 'FLAGGED' | 'APPEALED';
export type Role = 'user' | 'curator' | 'moderator' | 'admin';

export interface MoneyPayload {
  /** Integer minor units (cents). */
  amountMinor: number;
  /** ISO 4217. */
  currency: string;
}

export interface PlacePayload {
  latitude: number;
  longitude: number;
}

/** Key: userId. Sent on registration and on every change of the profile, privacy settings, role or standing. */
export interface UserUpdated {
  userId: string;
  version: number;
  username: string;
  displayName: string;
  avatarUrl: string | null;
  role: Role;
  verified: boolean;
  /** Raw values: consumers gate them by `privacy` on every read. */
  interests: string[];
  traits: string[];
  location: PlacePayload | null;
  /** 0 to 10. */
  activityLevel: number;
  /** 0 to 100. */
  reputation: number;
  /** Earned by what they did; some events ask for them. */
  points?: number;
  privacy: {
    bio: Visibility;
    location: Visibility;
    interests: Visibility;
    friends: Visibility;
    attendance: Visibility;
    /** False: never suggested as a connection. */
    suggestible: boolean;
  };
  /** False when suspended or banned. */
  active: boolean;
  /** When the account was made. */
  registeredAt?: string;
  /** The person has shown that the mail address is theirs. */
  addressVerified?: boolean;
}

/** Key: userId. Every consumer removes or pseudonymises what it keeps of this person. */
export interface UserErased {
  userId: string;
}

/** Key: organizationId. Sent when it is made and on every change of it. */
export interface OrganizationChanged {
  organizationId: string;
  version: number;
  name: string;
  slug: string;
  verified: boolean;
}

/** Key: organizationId. One person's role in an organisation changed; null when they left. `version` counts that membership's changes. */
export interface OrganizationMemberChanged {
  organizationId: string;
  version: number;
  userId: string;
  role: OrganizationRole | null;
}

/** Key: eventId. The state of an event after any change of it, its creation included. */
export interface EventChanged {
  eventId: string;
  version: number;
  /** What made this version. */
  change: 'CREATED' | 'UPDATED' | 'SUBMITTED' | 'PUBLISHED' | 'RETURNED' | 'REJECTED' | 'CANCELLED' | 'COMPLETED' | 'IMPORTED' | 'DELETED';
  status: EventStatus;
  visibility: EventVisibility;
  groupId: string | null;
  title: string;
  description: string;
  categorySlug: string;
  tags: string[];
  startsAt: string;
  endsAt: string;
  timezone: string;
  creatorId: string;
  organizationId: string | null;
  /** Who was given a role on it, at most 50; not its owner. Who may do what with it: rules/event-rights.ts. */
  team?: { userId: string; role: EventRole }[];
  capacity: number | null;
  venue: { id: string; name: string; city: string | null; latitude: number | null; longitude: number | null } | null;
  price: { type: 'FREE' | 'PAID' | 'DONATION' | 'UNKNOWN'; min: MoneyPayload | null; max: MoneyPayload | null };
  imageUrl: string | null;
  /** What its organiser asks of guests: rules/eligibility.ts. Left out: nothing. */
  requirements?: { requiresApproval: boolean; invitationOnly: boolean; minPoints: number | null; minRating: number | null };
  /** True for events that came from an importer: they start approved, and are screened all the same. */
  imported: boolean;
  /** True while flags hide it: shown to those who run or judge it and to its guests, until a curator decides. */
  hidden?: boolean;
  /** Why it was called off, in the organiser's words, for those who answered to it; null when they gave no reason. */
  cancelReason?: string | null;
}

/** Key: eventId. Its organiser asked for review: curation starts or restarts its workflow. The same snapshot. */
export type EventSubmitted = EventChanged;

/**
 * Key: eventId. Somebody proposed a change of what is on show, or the change they proposed is over (applied, sent back, refused,
 * withdrawn, replaced by another one, or the event is not on show any more). The event itself is as it was: this is no change of it.
 * `version` counts the changes of that revision.
 */
export interface EventRevisionChanged {
  revisionId: string;
  version: number;
  eventId: string;
  authorId: string;
  status: 'PENDING' | 'APPLIED' | 'RETURNED' | 'REFUSED' | 'WITHDRAWN' | 'REPLACED' | 'OBSOLETE';
  /** What it changes of the event on show. */
  changed: ('title' | 'description' | 'categorySlug' | 'tags' | 'format' | 'onlineUrl' | 'venueId' | 'imageUrl')[];
  /** The event as it would be; null once the revision is over. */
  proposed: (EventChanged & { onlineUrl: string | null }) | null;
}

/** Key: eventId. A proposed change of what is on show was decided. `version` is the workflow's after the decision. */
export interface CurationRevisionDecided {
  revisionId: string;
  workflowId: string;
  version: number;
  eventId: string;
  status: 'APPROVED' | 'NEEDS_REVISION' | 'REJECTED';
  /** Null when decided automatically. */
  curatorId: string | null;
  notes: string | null;
  /** Who proposed it. */
  authorId: string;
  creatorId: string;
  decidedAt: string;
}

/** Key: eventId. A curator, or the automatic screening, decided. */
export interface CurationDecided {
  workflowId: string;
  /** The workflow's version after the decision. */
  version: number;
  eventId: string;
  /** The event's version that was judged. */
  eventVersion: number;
  status: CurationStatus;
  /** 0 to 1; null before any assessment. */
  qualityScore: number | null;
  badges: string[];
  /** Null when decided automatically. */
  curatorId: string | null;
  notes: string | null;
  creatorId: string;
  decidedAt: string;
  /** Nothing was decided: a published event was screened (an import, an edit), and only its score and badges are new. Notify nobody. */
  rescored?: true;
}

/**
 * Key: eventId. A flag was raised and something came of it: a curator decided (UPHELD, DISMISSED), the event was changed before anybody
 * decided (OUTDATED), or it was taken back (WITHDRAWN). `version` counts the changes of that flag; an appeal may settle it anew.
 */
export interface FlagSettled {
  flagId: string;
  version: number;
  eventId: string;
  /** The event's owner when it was settled. */
  creatorId: string;
  organizationId: string | null;
  /** Null when that account is gone. */
  flaggerId: string | null;
  reason: 'SPAM' | 'DUPLICATE' | 'INAPPROPRIATE' | 'INACCURATE' | 'DANGEROUS' | 'OTHER';
  outcome: 'UPHELD' | 'DISMISSED' | 'OUTDATED' | 'WITHDRAWN';
  settledAt: string;
}

/** Key: eventId. A review was written, edited or removed. */
export interface ReviewChanged {
  reviewId: string;
  version: number;
  eventId: string;
  authorId: string;
  /** 1 to 5; null when the review was removed. */
  rating: number | null;
  /** Bayesian mean of the event after this change, 1 to 5; null without reviews. */
  eventRating: number | null;
  eventReviewCount: number;
  /** Who removed it, where it was removed. */
  removedBy?: 'AUTHOR' | 'MODERATOR';
}

/** Key: eventId. One person's attendance changed. `version` counts that attendance's changes. */
export interface AttendanceChanged {
  attendanceId: string;
  version: number;
  eventId: string;
  userId: string;
  status: AttendanceStatus;
  previousStatus: AttendanceStatus | null;
  visibility: Visibility;
  checkedInAt: string | null;
  /** Set while a freed place is offered to this person. */
  offerExpiresAt: string | null;
  /** What the event's team decided about them; null while it has not. Approved people may buy a ticket where approval is asked for. */
  approval?: 'APPROVED' | 'DECLINED' | null;
}

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
}

/** Key: roomId. Somebody has read a room up to a sequence, which never falls. */
export interface RoomRead {
  roomId: string;
  userId: string;
  sequence: number;
}

/** Key: roomId. A message was stored; sent for rooms of at most 50 members, so that people can be notified. */
export interface MessageSent {
  messageId: string;
  roomId: string;
  roomName: string | null;
  roomKind?: 'EVENT' | 'GROUP' | 'DIRECT';
  /** A stranger has written; the recipient has not accepted them yet, and is told of the first message alone. */
  isRequest?: boolean;
  sequence: number;
  senderId: string;
  recipientIds: string[];
}

/** Key: orderId. */
export interface OrderPaid {
  orderId: string;
  version: number;
  userId: string;
  eventId: string;
  total: MoneyPayload;
  /** `codeHash` is the SHA-256 (hex) of the code: the door recognises a ticket without knowing any code. */
  tickets: { ticketId: string; tierId: string; tierName: string; codeHash: string }[];
  paidAt: string;
}

/** Key: orderId. */
export interface OrderRefunded {
  orderId: string;
  version: number;
  userId: string;
  eventId: string;
  status: 'REFUNDED' | 'PARTIALLY_REFUNDED';
  amount: MoneyPayload;
  /** Empty when the money had come too late to buy anything: no ticket was ever issued. */
  refundedTicketIds: string[];
  remainingTicketIds: string[];
  refundedAt: string;
}

/** Key: eventId. A person was invited to an event, or no longer is. `version` counts that invitation's changes. */
export interface EventInvitationChanged {
  eventId: string;
  version: number;
  userId: string;
  invitedBy: string;
  invited: boolean;
}

/**
 * Key: eventId. Somebody was asked to join the team of an event (OPEN), or that invitation has come to its end. `version` counts the
 * changes of that person's row. Who is on the team travels with `event.changed`.
 */
export interface EventTeamInvitationChanged {
  eventId: string;
  version: number;
  userId: string;
  invitedBy: string;
  role: EventRole;
  state: 'OPEN' | 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN';
}

/**
 * Key: eventId. Payments tells what it sells for an event: after every change of its tiers, and of the places that its orders take.
 * `version` counts these changes.
 */
export interface SalesChanged {
  eventId: string;
  version: number;
  /** A tier was on sale once: from now on GOING comes by a ticket only. Never false again. */
  ticketed: boolean;
  /** Tickets that are VALID or USED, and places that unpaid orders hold now. */
  placesTaken: number;
  /** The `version` of the last `places.granted` that was applied, and what it left: null is no limit, 0 before the first. */
  grant: { version: number; places: number | null };
  tiers: { tierId: string; name: string; price: MoneyPayload; onSale: boolean }[];
}

/**
 * Key: eventId. Events grants payments a number of places (tickets and holds together) to sell; null is no limit. Payments never takes
 * more than its grant. A smaller grant takes back only what is not taken: `SalesChanged.grant.places` tells what is left of it. `version`
 * counts the grants of this event.
 */
export interface PlacesGranted {
  eventId: string;
  version: number;
  places: number | null;
}

/**
 * Key: eventId. The door asks and answers about one ticket. `version` counts the changes of that ticket at the door.
 * ADMITTED: somebody was let in with it. RELEASED: payments asked to take it back (`ticket.return_requested`), it was not used, and the door
 * refuses it from now on. REVOKED: the box office took the entry back.
 */
export interface TicketAtDoor {
  eventId: string;
  ticketId: string;
  version: number;
  state: 'ADMITTED' | 'RELEASED' | 'REVOKED';
  at: string;
  /** The request that it answers, where it answers one. */
  refundId?: string;
}

/**
 * Key: eventId. While the door is open, or about to be, payments asks the door before it takes tickets back; the door answers each with
 * `ticket.at_door`. `force`: the box office refunds a used ticket too, which revokes the entry.
 */
export interface TicketReturnRequested {
  eventId: string;
  orderId: string;
  refundId: string;
  ticketIds: string[];
  force: boolean;
}

export interface Topics {
  'user.updated': UserUpdated;
  'user.erased': UserErased;
  'event.changed': EventChanged;
  'event.submitted': EventSubmitted;
  'event.revision_changed': EventRevisionChanged;
  'curation.decided': CurationDecided;
  'curation.revision_decided': CurationRevisionDecided;
  'flag.settled': FlagSettled;
  'review.changed': ReviewChanged;
  'attendance.changed': AttendanceChanged;
  'connection.changed': ConnectionChanged;
  'group.member_changed': GroupMemberChanged;
  'group.invitation_changed': GroupInvitationChanged;
  'message.sent': MessageSent;
  'room.read': RoomRead;
  'order.paid': OrderPaid;
  'order.refunded': OrderRefunded;
  'organization.changed': OrganizationChanged;
  'organization.member_changed': OrganizationMemberChanged;
  'event.invitation_changed': EventInvitationChanged;
  'event.team_invitation_changed': EventTeamInvitationChanged;
  'sales.changed': SalesChanged;
  'places.granted': PlacesGranted;
  'ticket.at_door': TicketAtDoor;
  'ticket.return_requested': TicketReturnRequested;
}

export type Topic = keyof Topics;
