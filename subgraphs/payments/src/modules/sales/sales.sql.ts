import type { Statement } from '@marquee/platform';

/** Sales of events to come for which nothing was granted since they were told so long ago, the oldest first; only where a tier is on sale. */
export const salesWithoutGrant = (now: Date, patienceMs: number, limit: number): Statement => ({
  name: 'payments.sales_without_grant',
  text: `SELECT s.event_id AS id FROM event_sales s JOIN events e ON e.id = s.event_id
         WHERE s.grant_version = 0 AND s.updated_at <= $1 AND e.status = 'PUBLISHED' AND e.ends_at > $2
           AND EXISTS (SELECT 1 FROM ticket_tiers t WHERE t.event_id = s.event_id AND t.on_sale)
         ORDER BY s.updated_at LIMIT $3`,
  values: [new Date(now.getTime() - patienceMs), now, limit],
});
