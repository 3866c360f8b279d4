import type { Step } from '../../context';
import type { AttendanceCounts } from '../../generated/prisma/client';
import type { Numbers } from './counts';

/** What the guest list writes into the row of counts. */
export type CountsToWrite = Numbers & Pick<AttendanceCounts, 'lastQueued' | 'ticketed' | 'grantVersion' | 'granted' | 'lottery'>;

/** Locks the counts of an event until the transaction ends. Null when there is no such event. */
export async function lockCounts({ tx }: Step, eventId: string): Promise<AttendanceCounts | null> {
  const [counts] = await tx.$queryRaw<AttendanceCounts[]>`
    SELECT event_id AS "eventId", version, capacity, pending_capacity AS "pendingCapacity", going, unticketed, tickets, interested, maybe,
      waitlisted, checked_in AS "checkedIn", inside, offered, overbooked, last_queued AS "lastQueued", ticketed, places_taken AS "placesTaken",
      grant_version AS "grantVersion", granted, reserved, no_shows_told_at AS "noShowsToldAt", lottery
    FROM attendance_counts WHERE event_id = ${eventId}::uuid FOR UPDATE`;
  return counts ?? null;
}

/** Locks the counts of events that are locked, in the order of their ids. */
export async function lockManyCounts({ tx }: Step, eventIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM attendance_counts WHERE event_id = ANY(${[...eventIds]}::uuid[]) ORDER BY event_id FOR UPDATE`;
}

const ADDED = [
  ...(['going', 'unticketed', 'tickets', 'interested', 'maybe', 'waitlisted', 'checkedIn', 'inside', 'offered', 'overbooked'] as const),
  'lastQueued' as const,
];
const SET = ['capacity', 'pendingCapacity', 'ticketed', 'placesTaken', 'grantVersion', 'granted', 'reserved', 'lottery'] as const;

/**
 * Adds to the row what has changed instead of overwriting it: even without the lock the row would add up, and its constraint would speak.
 * Returns the row as it was when nothing has changed.
 */
export async function writeCounts({ tx }: Step, before: AttendanceCounts, now: CountsToWrite): Promise<AttendanceCounts> {
  const added = ADDED.filter((name) => now[name] !== before[name]);
  const set = SET.filter((name) => now[name] !== before[name]);
  if (added.length + set.length === 0) return before;
  return tx.attendanceCounts.update({
    where: { eventId: before.eventId },
    data: {
      version: { increment: 1 },
      ...Object.fromEntries(added.map((name) => [name, { increment: now[name] - before[name] }])),
      ...Object.fromEntries(set.map((name) => [name, now[name]])),
    },
  });
}
