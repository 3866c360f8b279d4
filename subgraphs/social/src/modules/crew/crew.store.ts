import { notAllowed, notFound, type Viewer } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Step } from '../../context';
import type { Crew, EventCopy } from '../../generated/prisma/client';
import { mayBeSeen } from '../event/event.sql';
import { lockEvent, seenAmong } from '../event/event.store';
import { lockGroup } from '../group/group.store';
import { endOfEventCrew } from './crew';
import { MET, metSomebody } from './crew-feedback.sql';
import { crewFeedbackChanged } from './crew.facts';

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

/** The event is another: its crews end as it says, but for those whose time was over before. Under its lock. */
export async function moveCrewsOf({ tx }: Step, event: EventCopy, at: Date): Promise<void> {
  await tx.crew.updateMany({
    where: { eventId: event.id, endedAt: null, endsAt: { gt: at } },
    data: { endsAt: endOfEventCrew(event, at) },
  });
}

/** Crews one turn ends at most; the rest waits for the next. */
const AT_ONCE = 100;

/** Crews whose time is over. */
export const overCrews = ({ tx, now }: Step): Promise<Crew[]> =>
  tx.crew.findMany({ where: { endedAt: null, endsAt: { lte: now } }, orderBy: { endsAt: 'asc' }, take: AT_ONCE });

/** How long those who met may say what they say of each other. */
const FEEDBACK_MS = 14 * 86_400_000;

/** Ends a crew whose time is over: nobody comes in any more, and those who met are asked about each other. Once, whoever else does so at the same time. */
export async function endCrew(step: Step, groupId: string): Promise<void> {
  const { tx, now } = step;
  const group = await lockGroup(step, groupId);
  // Its event may have been moved meanwhile.
  const crew = await tx.crew.findFirst({ where: { groupId, endedAt: null, endsAt: { lte: now } } });
  if (!group || !crew) return;
  const metAt = await meetingOf(step, crew);
  await tx.crew.update({ where: { groupId }, data: { endedAt: now, metAt } });
  if (!group.closedAt && !group.archivedAt)
    await tx.group.update({ where: { id: groupId }, data: { archivedAt: now, version: group.version + 1, updatedAt: now } });
  const met = await tx.$queryRawUnsafe<Array<{ userId: string }>>(
    `SELECT m.user_id::text AS "userId" FROM crews c JOIN group_members m ON m.group_id = c.group_id AND ${MET}
     JOIN people p ON p.id = m.user_id AND p.active WHERE c.group_id = $1::uuid AND ${metSomebody('m.user_id')} ORDER BY m.joined_at, m.user_id`,
    groupId,
  );
  if (met.length < 2) return;
  const until = new Date(now.getTime() + FEEDBACK_MS);
  await tx.crew.update({ where: { groupId }, data: { feedbackUntil: until } });
  const userIds = met.map(({ userId }) => userId);
  await step.tell(crewFeedbackChanged(group, 'OPEN', until, userIds));
}

/** When the people of a crew met; null when its event did not take place. */
async function meetingOf({ tx, now }: Step, { eventId }: Crew): Promise<Date | null> {
  if (eventId === null) return now;
  const event = await tx.eventCopy.findUnique({ where: { id: eventId } });
  return event && event.status !== 'CANCELLED' && !event.deleted ? event.endsAt : null;
}
