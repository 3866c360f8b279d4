import { Prisma } from '../../generated/prisma/client';

/** What hangs on these events, those that begin first first. */
export const impactsOf = (eventIds: readonly string[]) => Prisma.sql`
  SELECT e.id AS "eventId", e.version, e.status = 'PUBLISHED' AS published, c.going, c.unticketed, c.tickets, c.places_taken AS "placesTaken",
    c.waitlisted, c.offered, a.awaiting AS "awaitingApproval", a.interested, a.concerned, coalesce(s.version, 0) AS "salesVersion",
    CASE WHEN c.lottery THEN (SELECT coalesce(sum(1 + l.companions), 0)::int FROM lottery_entries l
      WHERE l.event_id = e.id AND l.user_id IS NOT NULL) ELSE 0 END AS "lotteryEntries"
  FROM events e JOIN attendance_counts c ON c.event_id = e.id LEFT JOIN event_sales s ON s.event_id = e.id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(1 + t.companions) FILTER (WHERE t.status = 'PENDING_APPROVAL'), 0)::int AS awaiting,
        (count(*) FILTER (WHERE t.status IN ('INTERESTED', 'MAYBE')))::int AS interested,
        (count(*) FILTER (WHERE t.user_id <> e.creator_id AND NOT t.guest))::int AS concerned
      FROM attendances t
      WHERE t.event_id = e.id AND t.status IN ('GOING', 'MAYBE', 'INTERESTED', 'WAITLISTED', 'PENDING_APPROVAL')) a
  WHERE e.id = ANY(${[...eventIds]}::uuid[]) ORDER BY e.starts_at, e.id`;
