import { Prisma } from '../../generated/prisma/client';

/** Every place of an event that its door lets in: tickets, and answers without. `subject` is what an entry pass says of it. */
export const placesOfDoor = (eventId: string, most: number) => Prisma.sql`
  SELECT 'ticket:' || t.id AS subject, t.code_hash AS "codeHash", 1 AS people, t.inside,
    (t.checked_in_at IS NOT NULL)::int AS used FROM tickets t
  WHERE t.event_id = ${eventId}::uuid AND t.paid_at IS NOT NULL AND t.refunded_at IS NULL AND t.closed_at IS NULL
  UNION ALL
  SELECT 'guest:' || a.id, NULL, 1 + a.companions, a.inside, a.admitted FROM attendances a
  WHERE a.event_id = ${eventId}::uuid AND a.status = 'GOING' AND a.tickets = 0
  LIMIT ${most}`;
