import { notAllowed, notFound, type Viewer } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Step } from '../../context';
import type { Crew, EventCopy } from '../../generated/prisma/client';
import { mayBeSeen } from '../event/event.sql';
import { lockEvent, seenAmong } from '../event/event.store';
import { lockGroup } from '../group/group.store';
import { endOfEventCrew } from './crew';

/** When a crew ends that is made around this event. Holds the event: when it is moved meanwhile, its crews know of it. */
export async function endWithEvent(step: Step, viewer: Viewer, eventId: string): Promise<Date> {
  await lockEvent(step, eventId);
  if (!(await seenAmong(step, viewer, [eventId])).has(eventId)) throw notFound('This event');
  const event = await step.tx.eventCopy.findUniqueOrThrow({ where: { id: eventId } });
  if (event.status === 'CANCELLED' || event.deleted) throw notAllowed('This event is called off.');
  if (event.endsAt <= step.now) throw notAllowed('This event is over.');
  return endOfEventCrew(event, step.now);
}

/** Throws NotFound where no event takes place that the viewer may see. */
export async function requireVenue({ tx }: Step, viewer: Viewer, venueId: string): Promise<void> {
  const found = await tx.$queryRawUnsafe<unknown[]>(
    `SELECT 1 FROM known_events e WHERE e.venue_id = $1::uuid AND ${mayBeSeen('$2', staffMay(viewer, 'SEE'))} AND $2::uuid IS NOT NULL LIMIT 1`,
    venueId,
    viewer.id,
  );
  if (found.length === 0) throw notFound('This venue');
}

/** The event is another: its crews end as it says. Under its lock. */
export async function moveCrewsOf({ tx }: Step, event: EventCopy, at: Date): Promise<void> {
  await tx.crew.updateMany({ where: { eventId: event.id, endedAt: null }, data: { endsAt: endOfEventCrew(event, at) } });
}

/** Crews one turn ends at most; the rest waits for the next. */
const AT_ONCE = 100;

/** Crews whose time is over. */
export const overCrews = ({ tx, now }: Step): Promise<Crew[]> =>
  tx.crew.findMany({ where: { endedAt: null, endsAt: { lte: now } }, orderBy: { endsAt: 'asc' }, take: AT_ONCE });

/** Ends a crew whose time is over: nobody comes in any more. Once, whoever else does so at the same time. */
export async function endCrew(step: Step, groupId: string): Promise<void> {
  const { tx, now } = step;
  const group = await lockGroup(step, groupId);
  // Its event may have been moved meanwhile.
  const ended = await tx.crew.updateMany({ where: { groupId, endedAt: null, endsAt: { lte: now } }, data: { endedAt: now } });
  if (!group || ended.count === 0 || group.closedAt || group.archivedAt) return;
  await tx.group.update({ where: { id: groupId }, data: { archivedAt: now, version: group.version + 1, updatedAt: now } });
}
