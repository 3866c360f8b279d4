import { keepNewer, type Viewer } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { EventChanged, EventRole } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { erasedAmong } from '../person/person.store';
import type { Notice } from '../notice/notice.types';
import { mayBeSeen } from './event.sql';

// What is known of an event and of what people are to it is taken in under locks, always in this order: the people, the organisation, the
// group, the event. Facts of different keys arrive at once, and the second must see the first.

/** Those of these events that the viewer may see. */
export async function seenAmong({ tx }: Step, viewer: Viewer, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (eventIds.length === 0) return new Set();
  const seen = `SELECT e.id::text FROM known_events e WHERE e.id = ANY ($1::uuid[]) AND ${mayBeSeen('$2', staffMay(viewer, 'SEE'))}
    AND $2::uuid IS NOT NULL`;
  const rows = await tx.$queryRawUnsafe<Array<{ id: string }>>(seen, [...eventIds], viewer.id);
  return new Set(rows.map(({ id }) => id));
}

/** One taking-in of facts about an event at a time: an attendance and the event itself may arrive in either order, even at once. */
export async function lockEvent({ tx }: Step, eventId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`event:${eventId}`}, 0))`;
}

/** The same between the facts of an organisation's people and those of its events. */
export async function lockOrganization({ tx }: Step, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`organization:${organizationId}`}, 0))`;
}

/** What a fact made of the copy of its event. */
export interface KeptEvent {
  event: EventCopy;
  /** Something changed on which it depends who sees the event and who runs it. */
  concernsPeople: boolean;
  /** Something that its room shows, or on which it depends who speaks there. */
  concernsRoom: boolean;
  /** What its rooms tell of it. */
  news: Notice | null;
}

/**
 * Keeps a snapshot if it is newer than the copy, its team with it; otherwise it teaches at most that the event was on show once. Null when
 * nothing changed. Takes the locks.
 */
export async function keepEvent(step: Step, event: EventChanged): Promise<KeptEvent | null> {
  const { tx } = step;
  const { eventId, organizationId, groupId, team = [] } = event;
  const erased = await erasedAmong(step, [event.creatorId, ...team.map(({ userId }) => userId)]);
  if (organizationId) await lockOrganization(step, organizationId);
  // Whoever changes the members of the group holds this row, and settles the rooms of the events that they find.
  if (groupId) await tx.$queryRaw`SELECT 1 FROM groups WHERE id = ${groupId}::uuid FOR SHARE`;
  await lockEvent(step, eventId);
  const previous = await tx.eventCopy.findUnique({ where: { id: eventId } });
  const isOnShow = event.status === 'PUBLISHED' || event.status === 'COMPLETED';
  const current = copyOf(event, erased, isOnShow || previous?.wasPublished === true);
  if (await keepNewer(tx, 'known_events', ['id'], { ...current })) {
    const teamChanged = await keepTeam(
      step,
      eventId,
      team.filter(({ userId }) => !erased.has(userId)),
    );
    return {
      event: current,
      concernsPeople: teamChanged || !previous || differ(previous, current, CONCERNS_PEOPLE),
      concernsRoom: previous !== null && differ(previous, current, CONCERNS_ROOM),
      news: previous && newsOf(previous, current),
    };
  }
  if (!isOnShow || !previous || previous.wasPublished) return null;
  return {
    event: await tx.eventCopy.update({ where: { id: eventId }, data: { wasPublished: true } }),
    concernsPeople: true,
    concernsRoom: false,
    news: null,
  };
}

/** Returns whether the team is another one. */
async function keepTeam({ tx }: Step, eventId: string, team: readonly { userId: string; role: EventRole }[]): Promise<boolean> {
  const named = (members: typeof team) => members.map(({ userId, role }) => `${userId} ${role}`).sort();
  const before = await tx.eventRoleCopy.findMany({ where: { eventId } });
  if (String(named(before)) === String(named(team))) return false;
  await tx.eventRoleCopy.deleteMany({ where: { eventId } });
  await tx.eventRoleCopy.createMany({ data: team.map(({ userId, role }) => ({ eventId, userId, role })), skipDuplicates: true });
  return true;
}

const CONCERNS_PEOPLE = ['status', 'visibility', 'hidden', 'wasPublished', 'deleted', 'creatorId', 'organizationId', 'groupId'] as const;

/** As the trigger `event_of_room_changed` has it. */
const CONCERNS_ROOM = ['title', 'status', 'startsAt', 'endsAt'] as const;

/** What is new for those who talk about the event: that it is called off, or, while it is on show, when it is or what it is called. */
function newsOf(before: EventCopy, { id: about, status, title, startsAt, endsAt }: EventCopy): Notice | null {
  if (status === 'CANCELLED') return before.status === 'CANCELLED' ? null : { kind: 'EVENT_CANCELLED', about };
  const name = title === before.title ? null : title;
  const isMoved = startsAt.getTime() !== before.startsAt.getTime() || endsAt.getTime() !== before.endsAt.getTime();
  return status === 'PUBLISHED' && (name !== null || isMoved) ? { kind: 'EVENT_CHANGED', about, name } : null;
}

const differ = (before: EventCopy, now: EventCopy, fields: readonly (keyof EventCopy)[]): boolean =>
  fields.some((field) => before[field]?.valueOf() !== now[field]?.valueOf());

/** Column by column, because facts may have more properties one day. */
function copyOf(event: EventChanged, erased: ReadonlySet<string>, wasPublished: boolean): EventCopy {
  const { eventId: id, version, organizationId, status, visibility, groupId, title, change, hidden } = event;
  return {
    ...{ id, version, organizationId, status, visibility, groupId, title, wasPublished },
    venueId: event.venue?.id ?? null,
    creatorId: erased.has(event.creatorId) ? null : event.creatorId,
    startsAt: new Date(event.startsAt),
    endsAt: new Date(event.endsAt),
    deleted: change === 'DELETED',
    hidden: hidden === true,
  };
}
