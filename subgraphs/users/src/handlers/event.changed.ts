import { keepNewer } from '@marquee/platform';
import type { Handler, Step } from '../context';
import type { EventCopy } from '../generated/prisma/client';
import { subjects } from '../modules/notification/notification-subjects';
import { CONCERNED, eventCancelled, eventUpdated, outlineOf } from '../modules/notification/notification-content';
import { postNotification, readNotifications, withdrawNotifications } from '../modules/notification/notification.store';
import { eventTopic } from '../modules/webhook/webhook-topics';
import { hearersOf, tellEarlyNews, tellWebhooks } from '../modules/webhook-news/webhook-news.store';
import { recountDeeds } from '../modules/reputation/reputation.store';

const PUBLISHED = ['PUBLISHED', 'COMPLETED'];

/** Keeps the copy of an event, tells its attendees of changes, and counts it for the reputation of its people. */
export const eventChanged: Handler<'event.changed'> = async ({ payload, occurredAt }, step) => {
  const { eventId, version, title, startsAt, timezone, venue, creatorId, organizationId, imported, visibility, imageUrl, change } = payload;
  const { tx } = step;
  const before = await tx.eventCopy.findUnique({ where: { eventId } });
  const status = change === 'DELETED' ? 'DELETED' : payload.status;
  const teamIds = [...new Set((payload.team ?? []).map(({ userId }) => userId))].sort();
  const venueName = venue?.name ?? null;
  const isElsewhere = before !== null && (before.startsAt.getTime() !== Date.parse(startsAt) || before.venueName !== venueName);
  const movedAt = isElsewhere ? new Date(occurredAt) : (before?.movedAt ?? null);
  const about = { title, status, startsAt, timezone, venueName, imported, visibility, imageUrl, movedAt };
  if (!(await keepNewer(tx, 'event_copies', ['eventId'], { eventId, version, ...about, creatorId, organizationId, teamIds }))) return;
  const now = await tx.eventCopy.findUniqueOrThrow({ where: { eventId } });

  if (now.status === 'CANCELLED' && before?.status !== 'CANCELLED') await tellOfCancellation(step, now, payload.cancelReason ?? null);
  else if (before && now.status === 'PUBLISHED') await tellOfUpdate(step, before, now);
  if (['CANCELLED', 'DELETED'].includes(now.status)) await askNobody(step, now);
  // Guests hear of the new time; when that comes near they are reminded of it.
  const isMoved = before !== null && before.startsAt.getTime() !== now.startsAt.getTime();
  if (isMoved || !PUBLISHED.includes(now.status)) await withdrawNotifications(step, { subject: subjects.eventReminder(eventId) });
  // What was called off still has work for a team; what is gone has none.
  if (now.status === 'DELETED') await withdrawNotifications(step, { subject: subjects.eventTeamInvited(eventId) });

  const topic = eventTopic(before?.status ?? null, now.status);
  if (before === null) await tellEarlyNews(step, now, occurredAt);
  if (topic) await tellWebhooks(step, { topic, entity: `event:${eventId}`, variables: { eventId }, occurredAt, ...hearersOf(now) });

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

/** Those who have paid hear that their money comes back, whether they meant to come or not. */
async function tellOfCancellation(step: Step, event: EventCopy, reason: string | null): Promise<void> {
  const orders = await step.tx.orderCopy.findMany({ where: { eventId: event.eventId, paid: true }, select: { userId: true } });
  const buyers = new Set(orders.map(({ userId }) => userId));
  const others = (await attendeesOf(step, event)).filter((userId) => !buyers.has(userId));
  await postNotification(step, [...buyers], eventCancelled(event, { reason, paid: true }));
  await postNotification(step, others, eventCancelled(event, { reason, paid: false }));
}

/** Nobody is asked any more whether they come. */
async function askNobody(step: Step, { eventId }: EventCopy): Promise<void> {
  for (const subject of [subjects.eventInvited(eventId), subjects.placeOffered(eventId)]) await withdrawNotifications(step, { subject });
  // How it was to be is history: it stays in the list, and is not mailed after the news that it is not.
  await readNotifications(step, subjects.eventUpdated(eventId), 'ALL');
}

/** Who has not read the last news yet hears of all that has changed since what they know; nothing, when it is as they know it again. */
async function tellOfUpdate(step: Step, before: EventCopy, now: EventCopy): Promise<void> {
  if (eventUpdated(before, now) === null) return;
  const subject = subjects.eventUpdated(now.eventId);
  const userIds = await attendeesOf(step, now);
  const unread = await step.tx.notification.findMany({ where: { subject, userId: { in: userIds }, readAt: null } });
  const known = new Map(unread.map(({ userId, basis }) => [userId, JSON.stringify(basis)]));
  for (const basis of new Set(known.values())) {
    const readers = userIds.filter((userId) => known.get(userId) === basis);
    const text = eventUpdated(outlineOf(basis), now);
    if (text) await postNotification(step, readers, text);
    else await withdrawNotifications(step, { subject, userId: { in: readers } });
  }
  const fresh = userIds.filter((userId) => !known.has(userId));
  await postNotification(step, fresh, eventUpdated(before, now));
}

/** The people whom a change concerns; the organiser made it. */
async function attendeesOf({ tx }: Step, { eventId, creatorId }: EventCopy): Promise<string[]> {
  const where = { eventId, status: { in: CONCERNED }, userId: { not: creatorId } };
  return (await tx.attendanceCopy.findMany({ where, select: { userId: true } })).map(({ userId }) => userId);
}

async function reviewersOf({ tx }: Step, eventId: string): Promise<string[]> {
  return (await tx.reviewCopy.findMany({ where: { eventId }, select: { authorId: true } })).map(({ authorId }) => authorId);
}

/** The people who were there, or had a place, also if they gave it up late: when an event is over, those who came are counted, and those who did not. */
async function placeHoldersOf({ tx }: Step, eventId: string): Promise<string[]> {
  const where = { eventId, OR: [{ status: 'GOING' }, { checkedInAt: { not: null } }, { cancelledLate: true }] };
  return (await tx.attendanceCopy.findMany({ where, select: { userId: true } })).map(({ userId }) => userId);
}
