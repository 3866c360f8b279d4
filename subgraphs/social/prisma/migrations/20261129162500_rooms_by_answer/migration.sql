-- Who is in the room of an event follows from the answer that the guest list keeps, and no longer from comparing when a refund and an answer
-- happened. Whoever was kept out of a public event's room by that comparison comes in now; of another event's, with its next change.
INSERT INTO room_members (room_id, user_id, role, joined_at, last_read_sequence)
SELECT r.id, a.user_id, CASE WHEN a.status = 'GOING' THEN 'GUEST' ELSE 'INTERESTED' END::room_role, now(), r.last_sequence
FROM attendances a
JOIN rooms r ON r.event_id = a.event_id
JOIN known_events e ON e.id = a.event_id AND NOT e.deleted AND e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC' AND NOT e.hidden
LEFT JOIN people p ON p.id = a.user_id
WHERE a.status IN ('GOING', 'MAYBE', 'INTERESTED') AND coalesce(p.active, true)
  AND EXISTS (SELECT 1 FROM ticket_orders t WHERE t.event_id = a.event_id AND t.user_id = a.user_id AND t.refunded_at > a.changed_at)
  AND NOT EXISTS (SELECT 1 FROM ticket_orders t WHERE t.event_id = a.event_id AND t.user_id = a.user_id AND t.tickets_left > 0)
ON CONFLICT (room_id, user_id) DO UPDATE SET role = excluded.role, active = true, joined_at = excluded.joined_at, last_read_sequence = excluded.last_read_sequence
WHERE NOT room_members.active AND room_members.banned_at IS NULL;

ALTER TABLE "attendances" DROP COLUMN "changed_at";
ALTER TABLE "ticket_orders" DROP COLUMN "refunded_at";
