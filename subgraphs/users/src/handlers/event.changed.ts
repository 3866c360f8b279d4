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
  const { eventId, version, title, startsAt, timezone, venue, creatorId, imported, change } = payload;
  const { tx } = step;
  const before = await tx.eventCopy.findUnique({ where: { eventId } });
  const status = change === 'DELETED' ? 'DELETED' : payload.status;
  const row = { eventId, version, title, status, startsAt, timezone, venueName: venue?.name ?? null, creatorId, imported };
  if (!(await keepNewer(tx, 'event_copies', ['eventId'], row))) return;
  const now = await tx.eventCopy.findUniqueOrThrow({ where: { eventId } });

  const cancelled = now.status === 'CANCELLED' && before?.status !== 'CANCELLED';
  const message = cancelled ? eventCancelled(now) : before && now.status === 'PUBLISHED' ? eventUpdated(before, now) : null;
  if (message) await postNotification(step, await attendeesOf(step, now), message);

  const counted = (copy: EventCopy | null) => copy !== null && PUBLISHED.includes(copy.status);
  const completed = now.status === 'COMPLETED' && before?.status !== 'COMPLETED';
  const touched = [...(counted(before) === counted(now) ? [] : [creatorId]), ...(completed ? await placeHoldersOf(step, eventId) : [])];
  if (touched.length > 0) await recountDeeds(step, touched);
};

/** The people whom a change concerns; the organiser made it. */
async function attendeesOf({ tx }: Step, { eventId, creatorId }: EventCopy): Promise<string[]> {
  const where = { eventId, status: { in: ATTENDING }, userId: { not: creatorId } };
  return (await tx.attendanceCopy.findMany({ where, select: { userId: true } })).map(({ userId }) => userId);
}

/** The people who had a place: when an event is over, those who did not come are counted. */
async function placeHoldersOf({ tx }: Step, eventId: string): Promise<string[]> {
  const where = { eventId, status: 'GOING' };
  return (await tx.attendanceCopy.findMany({ where, select: { userId: true } })).map(({ userId }) => userId);
}
