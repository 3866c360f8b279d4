import { keepNewer } from '@marquee/platform';
import type { Handler, Step } from '../context';
import type { EventCopy } from '../generated/prisma/client';
import { eventCancelled, eventUpdated } from '../modules/notification/notification-text';
import { postNotification } from '../modules/notification/notification.store';
import { recountDeeds } from '../modules/reputation/reputation.store';

const ATTENDING = ['GOING', 'MAYBE', 'INTERESTED', 'WAITLISTED', 'PENDING_APPROVAL'];
const PUBLISHED = ['PUBLISHED', 'COMPLETED'];

/** Keeps the copy of an event, tells its attendees of changes, and counts it for the reputation of its people. */
export const eventChanged: Handler<'event.changed'> = async ({ payload }, step) => {
  const { eventId, version, title, startsAt, timezone, venue, creatorId, organizationId, imported, visibility, change } = payload;
  const { tx } = step;
  const before = await tx.eventCopy.findUnique({ where: { eventId } });
  const status = change === 'DELETED' ? 'DELETED' : payload.status;
  const teamIds = [...new Set((payload.team ?? []).map(({ userId }) => userId))].sort();
  const about = { title, status, startsAt, timezone, venueName: venue?.name ?? null, imported, visibility };
  if (!(await keepNewer(tx, 'event_copies', ['eventId'], { eventId, version, ...about, creatorId, organizationId, teamIds }))) return;
  const now = await tx.eventCopy.findUniqueOrThrow({ where: { eventId } });

  const cancelled = now.status === 'CANCELLED' && before?.status !== 'CANCELLED';
  const message = cancelled ? eventCancelled(now) : before && now.status === 'PUBLISHED' ? eventUpdated(before, now) : null;
  if (message) await postNotification(step, await attendeesOf(step, now), message);

  const touched = [
    ...(isCounted(before) || isCounted(now) ? changedOwners(before, now) : []),
    ...(isCounted(before) === isCounted(now) ? [] : await reviewersOf(step, eventId)),
    ...(guestsCount(before) === guestsCount(now) ? [] : await placeHoldersOf(step, eventId)),
  ];
  if (touched.length > 0) await recountDeeds(step, touched);
};

/** Does it count for its owner, and reviews of it for their authors? Not what is called off, nor what is for few. */
const isCounted = (copy: EventCopy | null): boolean => copy !== null && PUBLISHED.includes(copy.status) && copy.visibility === 'PUBLIC';

const changedOwners = (before: EventCopy | null, now: EventCopy): string[] =>
  before && isCounted(before) === isCounted(now) && before.creatorId === now.creatorId
    ? []
    : [now.creatorId, ...(before ? [before.creatorId] : [])];

/** For whom of its guests it counts: nobody before it is over; its own team never. */
const guestsCount = (copy: EventCopy | null): string =>
  copy?.status === 'COMPLETED' ? [copy.visibility, copy.creatorId, copy.organizationId, ...copy.teamIds].join() : '';

/** The people whom a change concerns; the organiser made it. */
async function attendeesOf({ tx }: Step, { eventId, creatorId }: EventCopy): Promise<string[]> {
  const where = { eventId, status: { in: ATTENDING }, userId: { not: creatorId } };
  return (await tx.attendanceCopy.findMany({ where, select: { userId: true } })).map(({ userId }) => userId);
}

async function reviewersOf({ tx }: Step, eventId: string): Promise<string[]> {
  return (await tx.reviewCopy.findMany({ where: { eventId }, select: { authorId: true } })).map(({ authorId }) => authorId);
}

/** The people who were there, or had a place: when an event is over, those who came are counted, and those who did not. */
async function placeHoldersOf({ tx }: Step, eventId: string): Promise<string[]> {
  const where = { eventId, OR: [{ status: 'GOING' }, { checkedInAt: { not: null } }] };
  return (await tx.attendanceCopy.findMany({ where, select: { userId: true } })).map(({ userId }) => userId);
}
