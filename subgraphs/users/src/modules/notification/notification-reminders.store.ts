import type { Step } from '../../context';
import { eventReminder } from './notification-content';
import { postNotification } from './notification.store';

const HOUR_MS = 60 * 60_000;

/** So long before the start people are reminded, each until the next reminder is due. */
export const REMINDERS = [
  { lead: 'DAY', leadMs: 24 * HOUR_MS, untilMs: HOUR_MS },
  { lead: 'HOUR', leadMs: HOUR_MS, untilMs: 0 },
] as const;

const AT_ONCE = 200;

/**
 * Reminds some of those who go to what begins soon; returns how many. Whom to remind follows from how the copies are at this moment, so there is
 * no plan that could be late or wrong: an event that is moved, called off, or no longer wanted is seen as it is now, and after a pause what was
 * missed is told as long as it helps. Who said that they go after the reminder was due needs none.
 *
 * One who was reminded is reminded again only where the event was moved so far that it is due again half its lead after the last time.
 *
 * The rows are shared until the commit: whoever changes an answer or the event meanwhile waits, and then withdraws what was told here. A row
 * that somebody is changing just now is left for the next turn. Of two who remind at the same time, the second finds the reminder told.
 */
export async function remindGuests(step: Step, { lead, leadMs, untilMs }: (typeof REMINDERS)[number]): Promise<number> {
  const { tx, now } = step;
  const [before, half] = [`${leadMs} milliseconds`, `${leadMs / 2} milliseconds`];
  const due = await tx.$queryRaw<{ eventId: string; userId: string }[]>`
    WITH due AS (
      SELECT a.event_id, a.user_id
      FROM event_copies e JOIN attendance_copies a ON a.event_id = e.event_id
      WHERE e.status = 'PUBLISHED' AND a.status = 'GOING' AND EXISTS (SELECT 1 FROM users u WHERE u.id = a.user_id)
        AND e.starts_at > ${new Date(now.getTime() + untilMs)} AND e.starts_at <= ${new Date(now.getTime() + leadMs)}
        AND coalesce(a.going_since, '-infinity') <= e.starts_at - ${before}::interval
        AND NOT EXISTS (SELECT 1 FROM event_reminders r WHERE r.event_id = a.event_id AND r.user_id = a.user_id AND r.lead = ${lead}
                        AND r.told_at + ${half}::interval > e.starts_at - ${before}::interval)
      ORDER BY e.starts_at, a.event_id, a.user_id LIMIT ${AT_ONCE} FOR SHARE SKIP LOCKED
    )
    INSERT INTO event_reminders AS r (event_id, user_id, lead, told_at)
    SELECT event_id, user_id, ${lead}, ${now} FROM due
    ON CONFLICT (event_id, user_id, lead) DO UPDATE SET told_at = excluded.told_at
    WHERE r.told_at <= excluded.told_at - ${half}::interval
    RETURNING event_id AS "eventId", user_id AS "userId"`;
  for (const eventId of new Set(due.map((one) => one.eventId))) {
    const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId } });
    const guests = due.filter((one) => one.eventId === eventId).map(({ userId }) => userId);
    await postNotification(step, guests, eventReminder(event, lead));
  }
  return due.length;
}
