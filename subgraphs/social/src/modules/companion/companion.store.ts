import { notAllowed, notFound, type Viewer } from '@marquee/platform';
import type { Step } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { lockEvent, seenAmong } from '../event/event.store';

/** At so many events at once. */
const MOST_EVENTS = 50;

/** The viewer would like company at this event, which is held: when it is called off meanwhile, they are not found there. */
export async function seekCompanions(step: Step, viewer: Viewer, eventId: string): Promise<void> {
  const { tx, now } = step;
  // What one person seeks is counted: one after the other.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`companions:${viewer.id}`}, 0))`;
  await lockEvent(step, eventId);
  if (!(await seenAmong(step, viewer, [eventId])).has(eventId)) throw notFound('This event');
  const event = await tx.eventCopy.findUniqueOrThrow({ where: { id: eventId } });
  if (event.status !== 'PUBLISHED' || event.deleted || event.endsAt <= now)
    throw notAllowed('This event is over, called off or not on show.');
  const key = { eventId, userId: viewer.id };
  if (await tx.companionSeeker.findUnique({ where: { eventId_userId: key } })) return;
  if ((await tx.companionSeeker.count({ where: { userId: viewer.id } })) >= MOST_EVENTS)
    throw notAllowed(`You look for company at ${MOST_EVENTS} events. Take one back.`);
  await tx.companionSeeker.create({ data: { ...key, since: now } });
}

/** The event is over, called off or gone: nobody is found there any more. Under its lock. */
export async function endSeeking({ tx }: Step, { id, status, deleted }: EventCopy): Promise<void> {
  if (status !== 'PUBLISHED' || deleted) await tx.companionSeeker.deleteMany({ where: { eventId: id } });
}
