import { randomUUID } from 'node:crypto';
import { channels } from '../../channels';
import type { Step } from '../../context';

/**
 * One taking-in of facts about an event at a time: an attendance and the event itself may arrive in either order, even at once, and the
 * second must see the first.
 */
export async function lockEvent({ tx }: Step, eventId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`event:${eventId}`}, 0))`;
}

/** The room of a published event, made when it does not exist. Stays when the event is cancelled or over. */
export async function openEventRoom({ tx, now }: Step, eventId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO rooms (id, kind, event_id, created_at, last_message_at)
    SELECT ${randomUUID()}::uuid, 'EVENT', id, ${now}, ${now} FROM known_events
    WHERE id = ${eventId}::uuid AND status IN ('PUBLISHED', 'COMPLETED', 'CANCELLED') AND NOT deleted
    ON CONFLICT (event_id) DO NOTHING`;
}

/**
 * Makes the members of an event's room follow from what is known: the organiser of a known event, and people who are GOING (a guest), MAYBE
 * or INTERESTED, unless banned, erased, or refunded since they said so with no ticket left. Under the event's lock, after any of these
 * changed; for one person or all. Ends the streams of those who are no member any more.
 */
export async function updateEventMembers({ tx, now, push }: Step, eventId: string, userId: string | null = null): Promise<void> {
  const wanted = `
    SELECT e.creator_id AS user_id, 'ORGANISER'::room_role AS role FROM known_events e WHERE e.id = $1::uuid AND NOT e.deleted
    UNION ALL
    SELECT a.user_id, CASE a.status WHEN 'GOING' THEN 'GUEST' ELSE 'INTERESTED' END::room_role
    FROM attendances a JOIN known_events e ON e.id = a.event_id
    WHERE a.event_id = $1::uuid AND a.status IN ('GOING', 'MAYBE', 'INTERESTED') AND a.user_id IS DISTINCT FROM e.creator_id
      AND e.status IN ('PUBLISHED', 'COMPLETED', 'CANCELLED') AND NOT e.deleted
      AND (NOT EXISTS (SELECT 1 FROM ticket_orders o WHERE o.event_id = a.event_id AND o.user_id = a.user_id
                       AND o.tickets_left = 0 AND o.refunded_at > a.changed_at)
           OR EXISTS (SELECT 1 FROM ticket_orders o WHERE o.event_id = a.event_id AND o.user_id = a.user_id AND o.tickets_left > 0))`;
  await tx.$executeRawUnsafe(
    `INSERT INTO room_members (room_id, user_id, role, joined_at, last_read_sequence)
     SELECT r.id, w.user_id, w.role, $3, r.last_sequence FROM rooms r CROSS JOIN (${wanted}) w
     WHERE r.event_id = $1::uuid AND w.user_id IS NOT NULL AND ($2::uuid IS NULL OR w.user_id = $2::uuid)
     ON CONFLICT (room_id, user_id) DO UPDATE
     SET role = excluded.role, active = true,
         joined_at = CASE WHEN room_members.active THEN room_members.joined_at ELSE excluded.joined_at END,
         last_read_sequence = CASE WHEN room_members.active THEN room_members.last_read_sequence ELSE excluded.last_read_sequence END
     WHERE room_members.banned_at IS NULL AND (NOT room_members.active OR room_members.role <> excluded.role)`,
    eventId,
    userId,
    now,
  );
  const gone = await tx.$queryRawUnsafe<Array<{ userId: string }>>(
    `UPDATE room_members m SET active = false FROM rooms r
     WHERE r.event_id = $1::uuid AND m.room_id = r.id AND m.active AND ($2::uuid IS NULL OR m.user_id = $2::uuid)
       AND NOT EXISTS (SELECT 1 FROM (${wanted}) w WHERE w.user_id = m.user_id)
     RETURNING m.user_id AS "userId"`,
    eventId,
    userId,
  );
  for (const { userId } of gone) push(channels.rights(userId));
}
