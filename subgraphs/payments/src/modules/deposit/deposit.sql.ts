import { AS_PRISMA, type Statement } from '@marquee/platform';

/** What was deposited for these events; nothing of those for which nothing was. */
export const depositsOfEvents = (eventIds: readonly string[]): Statement => ({
  name: 'deposits_of_events',
  text: `SELECT event_id AS "eventId", currency, count(*)::int AS count, SUM(amount_minor)::bigint AS charged,
      COALESCE(SUM(amount_minor - called_back_minor) FILTER (WHERE status = 'HELD'), 0)::bigint AS held,
      COALESCE(SUM(CASE reason WHEN 'CALLED_BACK' THEN amount_minor ELSE amount_minor - called_back_minor END) FILTER (WHERE status = 'RETURNED'), 0)::bigint AS returned,
      COALESCE(SUM(amount_minor - called_back_minor) FILTER (WHERE status = 'KEPT'), 0)::bigint AS kept
    FROM deposits WHERE event_id = ANY ($1::uuid[]) GROUP BY 1, 2`,
  values: [[...eventIds]],
  types: AS_PRISMA,
});

/** Orders with deposits that may have to end, behind one of them: of events that ended before `endedBefore`, that were called off, or whose holder was erased. */
export const ordersToSettle = (endedBefore: Date, after: string, most: number): Statement => ({
  name: 'orders_with_deposits_to_settle',
  // Events are looked up one by one: those with open deposits are few among all.
  text: `WITH events_over AS MATERIALIZED (
      SELECT event_id FROM (SELECT DISTINCT event_id FROM deposits WHERE status = 'HELD') held
      WHERE (SELECT e.ends_at <= $1::timestamptz OR e.status IN ('CANCELLED', 'DELETED') FROM events e WHERE e.id = held.event_id)
    )
    SELECT id FROM (
      SELECT d.order_id AS id FROM events_over o JOIN deposits d ON d.event_id = o.event_id WHERE d.status = 'HELD'
      UNION SELECT d.order_id FROM deposits d WHERE d.status = 'HELD' AND d.excused
    ) due WHERE id > $2::uuid AND EXISTS (SELECT FROM orders o WHERE o.id = due.id AND o.open_disputes = 0) ORDER BY id LIMIT $3`,
  values: [endedBefore, after, most],
});
