import type { FactHandler } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import type { EventCopy } from '../generated/prisma/client';
import { post } from '../modules/notification/notification.post';
import { eventCancelled, eventUpdated } from '../modules/notification/notification.text';
import { recount } from '../modules/standing/standing.recount';

const ATTENDING = ['GOING', 'MAYBE', 'INTERESTED', 'WAITLISTED', 'PENDING_APPROVAL'];
const PUBLISHED = ['PUBLISHED', 'COMPLETED'];

/** Keeps what notifications say of an event, tells its attendees of changes, and counts it for the standing of its people. */
export const eventChanged =
  ({ bus, clock }: SubgraphRuntime): FactHandler<EventChanged, Tx> =>
  async ({ payload, headers }, { tx, after }) => {
    const before = await tx.eventCopy.findUnique({ where: { eventId: payload.eventId } });
    const now = await keep(tx, payload);
    if (!now) return;

    const cancelled = now.status === 'CANCELLED' && before?.status !== 'CANCELLED';
    const message = cancelled ? eventCancelled(now) : before && now.status === 'PUBLISHED' ? eventUpdated(before, now) : null;
    if (message) await post({ tx, after, bus, now: clock.now() }, await attendees(tx, now), message);

    const counted = (copy: EventCopy | null) => copy !== null && PUBLISHED.includes(copy.status);
    const completed = now.status === 'COMPLETED' && before?.status !== 'COMPLETED';
    const touched = [...(counted(before) === counted(now) ? [] : [now.creatorId]), ...(completed ? await holders(tx, now.eventId) : [])];
    if (touched.length > 0) await recount(tx, touched, { now: clock.now(), correlationId: headers['correlationId'] ?? 'none' });
  };

/** Null when a newer version is kept already. */
async function keep(tx: Tx, event: EventChanged): Promise<EventCopy | null> {
  const status = event.change === 'DELETED' ? 'DELETED' : event.status;
  const kept = await tx.$executeRaw`
    INSERT INTO event_copies AS e (event_id, version, title, status, starts_at, timezone, venue_name, creator_id, imported)
    VALUES (${event.eventId}::uuid, ${event.version}, ${event.title}, ${status}, ${new Date(event.startsAt)}, ${event.timezone},
            ${event.venue?.name ?? null}, ${event.creatorId}::uuid, ${event.imported})
    ON CONFLICT (event_id) DO UPDATE SET version = excluded.version, title = excluded.title, status = excluded.status,
      starts_at = excluded.starts_at, timezone = excluded.timezone, venue_name = excluded.venue_name, creator_id = excluded.creator_id
    WHERE e.version < excluded.version`;
  return kept > 0 ? tx.eventCopy.findUniqueOrThrow({ where: { eventId: event.eventId } }) : null;
}

/** Whom a change concerns; the organiser made it. */
async function attendees(tx: Tx, event: EventCopy): Promise<string[]> {
  const rows = await tx.attendanceCopy.findMany({
    where: { eventId: event.eventId, status: { in: ATTENDING }, userId: { not: event.creatorId } },
    select: { userId: true },
  });
  return rows.map((row) => row.userId);
}

/** Who had a place: when an event is over, those who did not come are counted. */
async function holders(tx: Tx, eventId: string): Promise<string[]> {
  const rows = await tx.attendanceCopy.findMany({ where: { eventId, status: 'GOING' }, select: { userId: true } });
  return rows.map((row) => row.userId);
}
