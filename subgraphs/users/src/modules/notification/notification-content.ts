import type { EventAnnounced, ImportEnded, MoneyPayload, OrderSplitTold, SearchMatched } from '@marquee/schema/topics';
import type { NotificationTargetType, NotificationType } from '../../generated/prisma/client';
import type { ParametersOf } from './notification-kinds';
import { subjects } from './notification-subjects';
import { notesOf, shortened, type Written } from './notification-notes';

/** A notification before it has a reader: what it tells and what it is about. The text is made when it is read (notification-text.ts). */
export type NotificationContent = { [Kind in NotificationType]: ContentOf<Kind> }[NotificationType];

interface ContentOf<Kind extends NotificationType> {
  type: Kind;
  parameters: ParametersOf<Kind>;
  target: { type: NotificationTargetType; id: string } | null;
  /** One of notification-subjects.ts; absent where each telling is news of its own. */
  subject?: string | undefined;
  /** Whose doing it tells of. */
  actorId?: string | undefined;
  /** Later nobody wants to hear of it: it is not sent any more. */
  expiresAt?: Date | undefined;
  /** Another letter tells it by mail. */
  isMailedApart?: boolean | undefined;
  /** What the text tells the difference to; a later text of the same subject tells it to the same. */
  basis?: EventOutline | undefined;
}

/** What a text needs to know of an event. */
export interface EventOutline {
  eventId: string;
  title: string;
  startsAt: Date;
  timezone: string;
  venueName: string | null;
}

type Titled = { title: string } | null;

const about = (type: NotificationTargetType, id: string) => ({ type, id });
/** Null: the event has not been heard of yet. */
export const eventNamed = (id: string, event: Titled) => ({ id, title: event?.title ?? null });
const startOf = ({ startsAt, timezone }: EventOutline) => ({ at: startsAt.toISOString(), zone: timezone });
const yes = (so: boolean) => (so ? ('YES' as const) : ('NO' as const));

export const connectionRequested = (personId: string): NotificationContent => ({
  type: 'CONNECTION_REQUESTED',
  parameters: { person: personId },
  target: about('USER', personId),
  subject: subjects.connectionRequested(personId),
  actorId: personId,
});

export const connectionAccepted = (personId: string): NotificationContent => ({
  type: 'CONNECTION_ACCEPTED',
  parameters: { person: personId },
  target: about('USER', personId),
  subject: subjects.connectionAccepted(personId),
  actorId: personId,
});

export const followed = (personId: string): NotificationContent => ({
  type: 'FOLLOWED',
  parameters: { person: personId },
  target: about('USER', personId),
  subject: subjects.followed(personId),
  actorId: personId,
});

/** `reason` in the organiser's words; `paid`: the reader has paid for it. */
export const eventCancelled = (event: EventOutline, { reason, paid }: { reason: string | null; paid: boolean }): NotificationContent => ({
  type: 'EVENT_CANCELLED',
  parameters: { event: eventNamed(event.eventId, event), startsAt: startOf(event), reason: shortened(reason), paid: yes(paid) },
  target: about('EVENT', event.eventId),
});

/** Those with such an answer hear of changes. */
export const CONCERNED = ['GOING', 'MAYBE', 'INTERESTED', 'WAITLISTED', 'PENDING_APPROVAL'];

/** Null when nothing changed that an attendee has to know. */
export function eventUpdated(before: EventOutline, now: EventOutline): NotificationContent | null {
  const moved = before.startsAt.getTime() !== now.startsAt.getTime() || before.timezone !== now.timezone;
  const elsewhere = before.venueName !== now.venueName;
  const renamed = before.title !== now.title;
  if (!moved && !elsewhere && !renamed) return null;
  const { eventId, title, startsAt, timezone, venueName } = before;
  return {
    type: 'EVENT_UPDATED',
    parameters: {
      event: eventNamed(now.eventId, now),
      startsAt: moved ? startOf(now) : null,
      venue: elsewhere ? now.venueName : null,
      placeIsOpen: yes(elsewhere && now.venueName === null),
      formerTitle: renamed ? before.title : null,
    },
    target: about('EVENT', now.eventId),
    subject: subjects.eventUpdated(now.eventId),
    basis: { eventId, title, startsAt, timezone, venueName },
  };
}

/** It begins in a day, or in an hour. The later one takes the place of the earlier. */
export const eventReminder = (event: EventOutline, lead: 'DAY' | 'HOUR'): NotificationContent => ({
  type: 'EVENT_REMINDER',
  parameters: { event: eventNamed(event.eventId, event), lead, startsAt: startOf(event), venue: event.venueName },
  target: about('EVENT', event.eventId),
  subject: subjects.eventReminder(event.eventId),
  expiresAt: event.startsAt,
});

/** An outline as it was stored beside a notification (`basis`). */
export function outlineOf(stored: string): EventOutline {
  const outline = JSON.parse(stored) as EventOutline;
  return { ...outline, startsAt: new Date(outline.startsAt) };
}

/** Null for a status that is no verdict. `event`: as it was when the verdict came; null when it has not been heard of. */
export function verdictReached(
  eventId: string,
  event: { title: string; status: string } | null,
  status: string,
  written: Written,
): NotificationContent | null {
  const named = eventNamed(eventId, event);
  const target = about('EVENT', eventId);
  const said = { event: named, ...notesOf(written) };
  switch (status) {
    case 'APPROVED':
      return { type: 'EVENT_APPROVED', parameters: { ...said, what: 'EVENT' }, target };
    case 'NEEDS_REVISION':
      return { type: 'EVENT_NEEDS_REVISION', parameters: { ...said, what: 'EVENT' }, target };
    case 'REJECTED':
      return { type: 'EVENT_REJECTED', parameters: { ...said, what: event?.status === 'PUBLISHED' ? 'ON_SHOW' : 'EVENT' }, target };
    case 'FLAGGED':
      // What hides it is nobody's decision: notes are of an earlier one.
      return { type: 'EVENT_HIDDEN', parameters: { event: named }, target };
    default:
      return null;
  }
}

const REVISIONS = { APPROVED: 'EVENT_APPROVED', NEEDS_REVISION: 'EVENT_NEEDS_REVISION', REJECTED: 'EVENT_REJECTED' } as const;

/** What became of a change of a published event, which its author had proposed. */
export const revisionDecided = (eventId: string, event: Titled, status: keyof typeof REVISIONS, written: Written): NotificationContent => ({
  type: REVISIONS[status],
  parameters: { event: eventNamed(eventId, event), what: 'CHANGE', ...notesOf(written) },
  target: about('EVENT', eventId),
});

export const reviewRemoved = (eventId: string, event: Titled): NotificationContent => ({
  type: 'REVIEW_REMOVED',
  parameters: { event: eventNamed(eventId, event) },
  target: about('EVENT', eventId),
});

export const placeOffered = (eventId: string, event: EventOutline | null, expiresAt: Date): NotificationContent => ({
  type: 'PLACE_OFFERED',
  parameters: { event: eventNamed(eventId, event), expiresAt: { at: expiresAt.toISOString(), zone: event?.timezone ?? null } },
  target: about('EVENT', eventId),
  subject: subjects.placeOffered(eventId),
  expiresAt,
});

export const ticketsBought = (eventId: string, event: Titled, total: MoneyPayload, tickets: number): NotificationContent => ({
  type: 'ORDER_PAID',
  parameters: { event: eventNamed(eventId, event), tickets, total },
  target: about('EVENT', eventId),
});

export const moneyRefunded = (eventId: string, event: Titled, amount: MoneyPayload): NotificationContent => ({
  type: 'ORDER_REFUNDED',
  parameters: { event: eventNamed(eventId, event), amount },
  target: about('EVENT', eventId),
});

/** What somebody has to know of an order that several people pay. */
export const orderPart = ({ state, buyerId, eventId, amount, payBy }: OrderSplitTold, event: Titled): NotificationContent => ({
  type: 'ORDER_PART',
  parameters: { state, person: buyerId, event: eventNamed(eventId, event), amount, expiresAt: { at: payBy, zone: null } },
  target: about('EVENT', eventId),
});

/** What became of a deposit. */
export const depositSettled = (state: 'RETURNED' | 'KEPT', eventId: string, event: Titled, amount: MoneyPayload): NotificationContent => ({
  type: 'DEPOSIT_SETTLED',
  parameters: { state, event: eventNamed(eventId, event), amount },
  target: about('EVENT', eventId),
});

export const documentReady = (
  event: { eventId: string; title: Titled },
  { kind, number, total }: { kind: 'INVOICE' | 'RECEIPT' | 'CREDIT_NOTE'; number: string; total: MoneyPayload },
): NotificationContent => ({
  type: 'DOCUMENT_ISSUED',
  parameters: { kind, number, event: eventNamed(event.eventId, event.title), total },
  target: about('EVENT', event.eventId),
});

export const ticketTakenBack = (eventId: string, event: Titled, tickets: number): NotificationContent => ({
  type: 'TICKET_TAKEN_BACK',
  parameters: { event: eventNamed(eventId, event), tickets },
  target: about('EVENT', eventId),
});

/** It has no target: it is about no event of its own. */
export const payoutSettled = (state: 'MADE' | 'FAILED', amount: MoneyPayload): NotificationContent => ({
  type: 'PAYOUT',
  parameters: { state, amount },
  target: null,
});

/** It has no target: it is about no event. `until`: until when it is paid, or when it is charged next. */
export const planTold = (
  state: ParametersOf<'PLAN'>['state'],
  plan: ParametersOf<'PLAN'>['plan'],
  amount: MoneyPayload,
  until: string | null,
): NotificationContent => ({
  type: 'PLAN',
  parameters: { state, plan, amount, expiresAt: until === null ? null : { at: until, zone: null } },
  target: null,
});

/** `until`: by when it can be answered. */
export const paymentDisputed = (
  state: 'NEEDS_RESPONSE' | 'WON' | 'LOST',
  eventId: string,
  event: EventOutline | null,
  amount: MoneyPayload,
  until: Date,
): NotificationContent => ({
  type: 'PAYMENT_DISPUTED',
  parameters: { state, event: eventNamed(eventId, event), amount, expiresAt: { at: until.toISOString(), zone: event?.timezone ?? null } },
  target: about('EVENT', eventId),
});

export const messageReceived = (roomId: string, senderId: string): NotificationContent => ({
  type: 'MESSAGE_RECEIVED',
  parameters: { person: senderId },
  target: about('CHAT_ROOM', roomId),
  subject: subjects.messageReceived(roomId),
  actorId: senderId,
});

/** Null: a room without a name is one of two. */
export const messageMentioned = (roomId: string, senderId: string, roomName: string | null): NotificationContent => ({
  type: 'MESSAGE_MENTIONED',
  parameters: { person: senderId, room: roomName },
  target: about('CHAT_ROOM', roomId),
  subject: subjects.messageMentioned(roomId),
  actorId: senderId,
});

/** What the team of an event tells; it stands also when the person who wrote it is gone, and a block does not hide it. */
export const eventAnnounced = ({ announcementId, eventId, eventTitle, text }: EventAnnounced): NotificationContent => ({
  type: 'EVENT_ANNOUNCED',
  parameters: { event: eventNamed(eventId, { title: eventTitle }), text: text.replace(/\s+/g, ' ') },
  target: about('EVENT', eventId),
  subject: subjects.eventAnnounced(announcementId),
});

/** Null when nothing is left of what was found. */
export function searchMatched({ lookId, name, count, events: [first] }: SearchMatched): NotificationContent | null {
  if (!first) return null;
  return {
    type: 'SEARCH_MATCHED',
    parameters: { search: name, event: eventNamed(first.eventId, first), events: count },
    target: count === 1 ? about('EVENT', first.eventId) : null,
    subject: subjects.searchMatched(lookId),
  };
}

/** It is about many events, and has no target. */
export const importEnded = ({ importId, state, created, updated, skipped, failure }: ImportEnded): NotificationContent => ({
  type: 'IMPORT_ENDED',
  parameters: { state, failure, created, updated, skipped },
  target: null,
  subject: subjects.importEnded(importId),
});

export const webhookDisabled = (webhook: { id: string; name: string }, reason: 'GONE' | 'FAILING' | 'REMOVED'): NotificationContent => ({
  type: 'WEBHOOK_DISABLED',
  parameters: { webhook: webhook.name, reason },
  target: null,
  subject: subjects.webhookDisabled(webhook.id),
});
