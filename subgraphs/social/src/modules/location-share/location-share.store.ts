import { invalidInput, notAllowed, notFound, type Viewer } from '@marquee/platform';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { lockEvent, seenAmong } from '../event/event.store';
import { BEFORE_START_MS, keptPosition, LONGEST_MS, POSITION_EVERY_MS } from './location-share';
import type { ShareLocation, StartSharingLocation } from './location-share.input';
import { tooManyPositions } from './location-share.refusals';
import { holds, isFor } from './location-share.sql';
import type { LocationPush } from './location-share.types';

const AT_ONCE = 500;

/** The viewer lets friends see where they are at an event, which is held: when it is called off meanwhile, that ends what begins here. */
export async function startShare(step: Step, viewer: Viewer, input: StartSharingLocation): Promise<void> {
  const { tx, now } = step;
  const { eventId, until, precision, friendIds } = input;
  await lockEvent(step, eventId);
  if (!(await seenAmong(step, viewer, [eventId])).has(eventId)) throw notFound('This event');
  const event = await tx.eventCopy.findUniqueOrThrow({ where: { id: eventId } });
  if (event.status !== 'PUBLISHED' || event.deleted || event.endsAt <= now)
    throw notAllowed('This event is over, called off or not on show.');
  if (event.startsAt.getTime() - BEFORE_START_MS > now.getTime())
    throw notAllowed('You share where you are from two hours before an event.');
  if (until <= now) throw invalidInput('until', 'must be in the future');
  if (until.getTime() > now.getTime() + LONGEST_MS) throw invalidInput('until', 'must be at most eight hours from now');
  const chosen = [...new Set(friendIds ?? [])];
  // Kept until the transaction ends: an unfriending waits, and then takes them out again.
  const friends = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM friendships WHERE user_id = ${viewer.id}::uuid AND friend_id = ANY (${chosen}::uuid[]) ORDER BY friend_id FOR SHARE`;
  if (friends.length < chosen.length) throw invalidInput('friendIds', 'must be friends of yours');
  // One after another, wherever: a person shares at one event at a time, from one device.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`location-share:${viewer.id}`}, 0))`;
  await endShares(step, { userIds: [viewer.id] });
  const endsAt = until < event.endsAt ? until : event.endsAt;
  const row = { userId: viewer.id, eventId, sessionId: viewer.sessionId, precision, forChosen: friendIds != null, startedAt: now, endsAt };
  await tx.locationShare.create({ data: row });
  await tx.locationSharePerson.createMany({ data: chosen.map((viewerId) => ({ sharerId: viewer.id, viewerId })) });
  const [held] = await tx.$queryRawUnsafe<unknown[]>(
    `SELECT 1 FROM location_shares s JOIN known_events e ON e.id = s.event_id WHERE s.user_id = $1::uuid AND ${holds('$2')}`,
    viewer.id,
    now,
  );
  if (!held) throw notAllowed('You share where you are at events that you go to.');
  await tellAudience(step, [viewer.id]);
}

/** Where the viewer is, in place of where they were. */
export async function keepPosition(step: Step, { id: userId, sessionId }: Viewer, given: ShareLocation): Promise<void> {
  const { tx, now } = step;
  const [share] = await tx.$queryRawUnsafe<Array<{ precision: 'EXACT' | 'NEIGHBOURHOOD'; positionedAt: Date | null }>>(
    `SELECT s.precision, s.positioned_at AS "positionedAt" FROM location_shares s JOIN known_events e ON e.id = s.event_id
     WHERE s.user_id = $1::uuid AND s.session_id = $3 AND ${holds('$2')} FOR UPDATE OF s`,
    userId,
    now,
    sessionId,
  );
  if (!share) throw notAllowed('You share with nobody where you are.');
  const next = share.positionedAt && new Date(share.positionedAt.getTime() + POSITION_EVERY_MS);
  if (next && next > now) throw tooManyPositions(next);
  const position = keptPosition(share.precision, { ...given, accuracyMeters: given.accuracyMeters ?? null });
  await tx.locationShare.update({ where: { userId }, data: { ...position, positionedAt: now } });
  await tellAudience(step, [userId]);
}

/** Which shares: of these people, of one session, or of one event. */
type Shares = { userIds: readonly string[] } | { sessionId: string } | { eventId: string };

/** They are over. Returns at which events. */
export async function endShares(step: Step, which: Shares): Promise<string[]> {
  const { tx } = step;
  const where = 'userIds' in which ? { userId: { in: [...which.userIds] } } : which;
  const shares = await tx.locationShare.findMany({ where, select: { userId: true, eventId: true }, orderBy: { userId: 'asc' } });
  if (shares.length === 0) return [];
  const userIds = shares.map(({ userId }) => userId);
  // While it still says for whom they are.
  await tellAudience(step, userIds);
  await tx.locationSharePerson.deleteMany({ where: { sharerId: { in: userIds } } });
  await tx.locationShare.deleteMany({ where: { userId: { in: userIds } } });
  return shares.map(({ eventId }) => eventId);
}

/** Two people are no friends any more: neither sees the other, nor is chosen when they are friends again. */
export async function endShowing({ tx, push }: Step, one: string, other: string): Promise<void> {
  await tx.locationSharePerson.deleteMany({
    where: {
      OR: [
        { sharerId: one, viewerId: other },
        { sharerId: other, viewerId: one },
      ],
    },
  });
  push(channels.locations(other), { userId: one } satisfies LocationPush);
  push(channels.locations(one), { userId: other } satisfies LocationPush);
}

/** The event is called off, gone, or ends earlier. Under its lock. */
export async function endSharesAt(step: Step, { id, status, deleted, endsAt }: EventCopy): Promise<void> {
  if (status !== 'PUBLISHED' || deleted) await endShares(step, { eventId: id });
  else await step.tx.locationShare.updateMany({ where: { eventId: id, endsAt: { gt: endsAt } }, data: { endsAt } });
}

/** Shares that hold no longer, for any reason; how many were looked at. */
export async function endOverdue(step: Step): Promise<number> {
  const over = await step.tx.$queryRawUnsafe<Array<{ userId: string }>>(
    `SELECT s.user_id AS "userId" FROM location_shares s LEFT JOIN known_events e ON e.id = s.event_id
     WHERE e.id IS NULL OR NOT ${holds('$1')} ORDER BY s.user_id LIMIT ${AT_ONCE}`,
    step.now,
  );
  if (over.length > 0) await endShares(step, { userIds: over.map(({ userId }) => userId) });
  return over.length;
}

/** Where people were who have not said so for long. */
export async function forgetOldPositions({ tx }: Step, before: Date): Promise<void> {
  const nowhere = { latitude: null, longitude: null, accuracyMeters: null, positionedAt: null };
  await tx.locationShare.updateMany({ where: { positionedAt: { lte: before } }, data: nowhere });
}

/** To each friend for whom these shares are: that there is something to look at. */
async function tellAudience({ tx, push }: Step, userIds: readonly string[]): Promise<void> {
  const audience = await tx.$queryRawUnsafe<Array<{ userId: string; viewerId: string }>>(
    `SELECT s.user_id AS "userId", v.friend_id AS "viewerId" FROM location_shares s JOIN known_events e ON e.id = s.event_id
     JOIN friendships v ON v.user_id = s.user_id WHERE s.user_id = ANY ($1::uuid[]) AND ${isFor('v.friend_id')}`,
    [...userIds],
  );
  for (const { userId, viewerId } of audience) push(channels.locations(viewerId), { userId } satisfies LocationPush);
}
