import type { ImportEnded, MoneyPayload } from '@marquee/schema/topics';
import type { NotificationTargetType, NotificationType } from '../../generated/prisma/client';
import { subjects } from './notification-subjects';

/** A notification before it has a reader: what it says and what it is about. */
export interface NotificationText {
  type: NotificationType;
  title: string;
  body: string;
  target: { type: NotificationTargetType; id: string } | null;
  /** One of notification-subjects.ts; absent where each telling is news of its own. */
  subject?: string | undefined;
  /** Whose doing it tells of. */
  actorId?: string | undefined;
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

/** Stands for an event that has not been heard of yet: the text stays true without its title. */
const UNKNOWN_EVENT = 'an event';

const about = (type: NotificationTargetType, id: string) => ({ type, id });

export const connectionRequested = (person: { id: string; displayName: string }): NotificationText => ({
  type: 'CONNECTION_REQUESTED',
  title: `${person.displayName} would like to connect`,
  body: `Accept or decline the request of ${person.displayName}.`,
  target: about('USER', person.id),
  subject: subjects.connectionRequested(person.id),
  actorId: person.id,
});

export const connectionAccepted = (person: { id: string; displayName: string }): NotificationText => ({
  type: 'CONNECTION_ACCEPTED',
  title: `${person.displayName} accepted your request`,
  body: `You and ${person.displayName} are connected now.`,
  target: about('USER', person.id),
  subject: subjects.connectionAccepted(person.id),
  actorId: person.id,
});

/** `reason` in the organiser's words; `paid`: the reader has paid for it. */
export const eventCancelled = (event: EventOutline, { reason, paid }: { reason: string | null; paid: boolean }): NotificationText => ({
  type: 'EVENT_CANCELLED',
  title: `${event.title} is cancelled`,
  body: [
    `It was to begin ${when(event)}.`,
    ...(reason ? [`The organiser writes: ${shortened(reason)}`] : []),
    ...(paid ? ['What you paid is refunded.'] : []),
  ].join(' '),
  target: about('EVENT', event.eventId),
});

/** Null when nothing changed that an attendee has to know. */
export function eventUpdated(before: EventOutline, now: EventOutline): NotificationText | null {
  const news = [
    before.startsAt.getTime() !== now.startsAt.getTime() || before.timezone !== now.timezone ? `It begins ${when(now)} now.` : null,
    before.venueName !== now.venueName ? (now.venueName ? `It takes place at ${now.venueName} now.` : 'Its place is open now.') : null,
    before.title !== now.title ? `It was called ${before.title}.` : null,
  ].filter((piece) => piece !== null);
  if (news.length === 0) return null;
  return {
    type: 'EVENT_UPDATED',
    title: `${now.title} has changed`,
    body: news.join(' '),
    target: about('EVENT', now.eventId),
    subject: subjects.eventUpdated(now.eventId),
    basis: {
      eventId: before.eventId,
      title: before.title,
      startsAt: before.startsAt,
      timezone: before.timezone,
      venueName: before.venueName,
    },
  };
}

/** An outline as it was stored beside a text (`basis`). */
export function outlineOf(stored: string): EventOutline {
  const outline = JSON.parse(stored) as EventOutline;
  return { ...outline, startsAt: new Date(outline.startsAt) };
}

const VERDICTS = {
  APPROVED: { type: 'EVENT_APPROVED', title: 'is approved', body: 'Everybody can find it now.' },
  NEEDS_REVISION: { type: 'EVENT_NEEDS_REVISION', title: 'needs changes', body: 'Change it and submit it again.' },
  REJECTED: { type: 'EVENT_REJECTED', title: 'was rejected', body: 'You may mend it and submit it again, three times at most.' },
  FLAGGED: {
    type: 'EVENT_HIDDEN',
    title: 'is hidden',
    body: 'Several people objected to it. Only its guests see it until a curator has decided.',
  },
} as const;
const TAKEN_DOWN = { ...VERDICTS.REJECTED, title: 'was taken down' };

/** Null for a status that is no verdict. `event`: as it was when the verdict came; null when it has not been heard of. */
export function verdictReached(
  eventId: string,
  event: { title: string; status: string } | null,
  status: string,
  notes: string | null,
): NotificationText | null {
  if (!Object.hasOwn(VERDICTS, status)) return null;
  const wasOnShow = status === 'REJECTED' && event?.status === 'PUBLISHED';
  const verdict = wasOnShow ? TAKEN_DOWN : VERDICTS[status as keyof typeof VERDICTS];
  // What hides it is nobody's decision: notes are of an earlier one.
  const said = status === 'FLAGGED' ? null : notes;
  return {
    type: verdict.type,
    title: `${event?.title ?? 'Your event'} ${verdict.title}`,
    body: said ? `${verdict.body} The curator writes: ${shortened(said)}` : verdict.body,
    target: about('EVENT', eventId),
  };
}

const REVISIONS = {
  APPROVED: { type: 'EVENT_APPROVED', title: 'is on show', body: 'A curator approved it.' },
  NEEDS_REVISION: { type: 'EVENT_NEEDS_REVISION', title: 'needs something else', body: 'The approved version stays on show.' },
  REJECTED: { type: 'EVENT_REJECTED', title: 'was refused', body: 'The approved version stays on show.' },
} as const;

/** What became of a change of a published event, which its author had proposed. */
export function revisionDecided(
  eventId: string,
  event: { title: string } | null,
  status: keyof typeof REVISIONS,
  notes: string | null,
): NotificationText {
  const { type, title, body } = REVISIONS[status];
  return {
    type,
    title: `Your change of ${event?.title ?? UNKNOWN_EVENT} ${title}`,
    body: notes ? `${body} ${shortened(notes)}` : body,
    target: about('EVENT', eventId),
  };
}

export const reviewRemoved = (eventId: string, event: { title: string } | null): NotificationText => ({
  type: 'REVIEW_REMOVED',
  title: `Your review of ${event?.title ?? UNKNOWN_EVENT} was removed`,
  body: 'A moderator took it down. You cannot write another one for 30 days.',
  target: about('EVENT', eventId),
});

export const placeOffered = (eventId: string, event: EventOutline | null, expiresAt: Date): NotificationText => ({
  type: 'PLACE_OFFERED',
  title: `A place at ${event?.title ?? UNKNOWN_EVENT} is free for you`,
  body: `Take it before ${moment(expiresAt, event?.timezone ?? 'UTC')}; then it goes to the next in line.`,
  target: about('EVENT', eventId),
  subject: subjects.placeOffered(eventId),
});

export const ticketsBought = (eventId: string, event: EventOutline | null, total: MoneyPayload, ticketCount: number): NotificationText => ({
  type: 'ORDER_PAID',
  title: `Your tickets for ${event?.title ?? UNKNOWN_EVENT}`,
  body: `${ticketCount === 1 ? 'One ticket is' : `${ticketCount} tickets are`} yours; you paid ${money(total)}.`,
  target: about('EVENT', eventId),
});

export const moneyRefunded = (eventId: string, event: EventOutline | null, amount: MoneyPayload): NotificationText => ({
  type: 'ORDER_REFUNDED',
  title: `Your refund for ${event?.title ?? UNKNOWN_EVENT}`,
  body: `${money(amount)} are on their way back to you.`,
  target: about('EVENT', eventId),
});

export const messageReceived = (roomId: string, sender: { id: string; displayName: string }): NotificationText => ({
  type: 'MESSAGE_RECEIVED',
  title: `${sender.displayName} wrote to you`,
  body: 'Open the conversation to read it.',
  target: about('CHAT_ROOM', roomId),
  subject: subjects.messageReceived(roomId),
  actorId: sender.id,
});

/** It is about many events, and has no target. */
export const importEnded = ({ importId, state, created, updated, skipped, failure }: ImportEnded): NotificationText => {
  const news = [
    created === 1 ? 'One event is new.' : `${created} events are new.`,
    ...(updated === 0 ? [] : [updated === 1 ? 'One was brought up to date.' : `${updated} were brought up to date.`]),
    ...(skipped === 0
      ? []
      : [skipped === 1 ? 'One was left out; its record says why.' : `${skipped} were left out; their records say why.`]),
  ];
  return {
    type: 'IMPORT_ENDED',
    title: state === 'SUCCEEDED' ? 'Your import is done' : 'Your import has ended early',
    body: [...(failure ? [failure] : []), ...news].join(' '),
    target: null,
    subject: subjects.importEnded(importId),
  };
};

const when = (event: EventOutline) => moment(event.startsAt, event.timezone);

/** "on 21 November 2026 at 18:30 (America/Toronto)"; UTC for a zone this machine does not know. */
function moment(instant: Date, timezone: string): string {
  const format = (timeZone: string) =>
    `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(instant)} at ${new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(instant)} (${timeZone})`;
  try {
    return format(timezone);
  } catch {
    return format('UTC');
  }
}

/** Minor units in the digits that the currency has: `1050 CAD` is CAD 10.50, `500 JPY` is JPY 500. */
function money({ amountMinor, currency }: MoneyPayload): string {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return `${currency} ${(amountMinor / 10 ** digits).toFixed(digits)}`;
}

const LONGEST_NOTES = 300;
const shortened = (notes: string) => (notes.length <= LONGEST_NOTES ? notes : `${notes.slice(0, LONGEST_NOTES).trimEnd()}…`);
