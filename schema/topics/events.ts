import type { EventRole } from '../rules/event-rights';
import type { AttendanceStatus, EventStatus, EventVisibility, MoneyPayload, Visibility } from './values';

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
  /** What it is in its series: reviewed by itself (FIRST, ANCHOR, EDITED), or with the one that was. Left out for an event by itself. */
  occurrence?: 'FIRST' | 'FOLLOWS' | 'ANCHOR' | 'EDITED';
  /** What it tells beside its description. Left out by those who do not know of it yet. */
  details?: EventDetails;
}

/** Each null or empty where the organiser did not tell. */
export interface EventDetails {
  shortDescription: string | null;
  videoUrl: string | null;
  ticketUrl: string | null;
  /** Names of the API's AccessibilityFeature. */
  accessibility: string[];
  accessibilityNote: string | null;
  /** Years, both inclusive. */
  minAge: number | null;
  maxAge: number | null;
  petsAllowed: boolean | null;
  outdoors: boolean | null;
  /** BCP 47. */
  languages: string[];
  neighbourhood: string | null;
  metadata: { key: string; value: string | number | boolean }[];
  /** In the organiser's order; left out by versions before it was known. */
  performers?: { name: string; url: string | null }[];
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
  changed: (
    | 'title'
    | 'description'
    | 'categorySlug'
    | 'tags'
    | 'format'
    | 'onlineUrl'
    | 'venueId'
    | 'imageUrl'
    | 'galleryIds'
    | 'videoPosterId'
    | 'shortDescription'
    | 'videoUrl'
    | 'ticketUrl'
    | 'accessibilityNote'
    | 'neighbourhood'
    | 'metadata'
    | 'performers'
    | 'onlineProvider'
  )[];
  /** The event as it would be; null once the revision is over. */
  proposed: (EventChanged & { onlineUrl: string | null }) | null;
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
 * Key: importId. An import that went on by itself has come to its end; one that its importer cancelled is not told of. Told once, and final:
 * `version` is 1.
 */
export interface ImportEnded {
  importId: string;
  version: number;
  importerId: string;
  state: 'SUCCEEDED' | 'FAILED';
  created: number;
  updated: number;
  /** Records that were not taken in. */
  skipped: number;
  /** Why it failed, in words for its importer; null when it succeeded. */
  failure: string | null;
}

/**
 * Key: eventId. Somebody had a place at an event that took place and checked people in, and did not come. Told once for each answer, a day after
 * the door has closed, and final: `version` is 1. Not of the event's own team.
 */
export interface AttendanceNoShow {
  attendanceId: string;
  version: number;
  eventId: string;
  userId: string;
  /** How many people had a place by that answer. */
  people: number;
  /** When the event ended. */
  endedAt: string;
}

/**
 * Key: eventId. The team of an event tells guests something. An announcement to many is several facts, `part` from 0, each of which names some
 * of them; told once, and final: `version` is 1.
 */
export interface EventAnnounced {
  announcementId: string;
  part: number;
  version: number;
  eventId: string;
  eventTitle: string;
  authorId: string;
  /** At most 300 characters, perhaps of several lines. */
  text: string;
  userIds: string[];
}

/**
 * Key: imageId. A picture can be shown, and its pixels were measured: once for each picture, and final. Events have it as `imageUrl` where
 * that is `address`.
 */
export interface ImageExamined {
  imageId: string;
  version: number;
  address: string;
  /** Of the picture as it was sent, in pixels. */
  width: number;
  height: number;
  /** Each 0 to 1: how sharp it is, how well lit, and both together with its size. */
  sharpness: number;
  exposure: number;
  quality: number;
}

/**
 * Key: lookId. What a saved search found anew at one look, or what is left of that: `version` grows when something of it can be found no
 * more. `count` 0: nothing is left, or the search was deleted.
 */
export interface SearchMatched {
  lookId: string;
  version: number;
  searchId: string;
  userId: string;
  /** As its person called the search. */
  name: string;
  count: number;
  /** Those that start first, at most 20. */
  events: { eventId: string; title: string }[];
}
