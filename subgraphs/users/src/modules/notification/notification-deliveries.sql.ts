import { Keyset, type Page, type Statement } from '@marquee/platform';
import type { DeliveryStatus } from './notification-deliveries.types';

export const newestDeliveries = new Keyset('deliveries', { createdAt: 'time', id: 'id' }, 'greatest first');

/** A mail that was forgotten after a month had been sent, or given up, long before. */
const STATUS = `CASE WHEN d.state <> 'HANDED_OVER' THEN d.state::text WHEN m.failed_at IS NOT NULL THEN 'FAILED'
                     WHEN m.id IS NULL OR m.sent_at IS NOT NULL THEN 'SENT' ELSE 'SENDING' END`;

interface Filter {
  userId: string | null;
  type: string | null;
  status: DeliveryStatus | null;
}

export function deliveriesStatement({ userId, type, status }: Filter, page: Page): Statement {
  const { condition, order, values, variant } = newestDeliveries.sql(page, { createdAt: 'd.created_at', id: 'd.id' }, 5);
  return {
    name: `deliveries_${variant}`,
    text: `SELECT d.id, d.user_id AS "userId", d.type::text, d.channel::text, ${STATUS} AS status, d.scheduled_for AS "scheduledFor", d.gathered,
                  coalesce(m.attempts, 0) AS attempts, m.due_at AS "nextTryAt", coalesce(d.reason, m.fault) AS reason, d.mail_id AS "mailId",
                  d.created_at AS "createdAt"
           FROM deliveries d LEFT JOIN mails m ON m.id = d.mail_id
           WHERE ($1::uuid IS NULL OR d.user_id = $1) AND ($2::text IS NULL OR d.type::text = $2) AND ($3::text IS NULL OR ${STATUS} = $3)
             AND ${condition}
           ORDER BY ${order} LIMIT $4`,
    values: [userId, type, status, page.limit + 1, ...values],
  };
}

export const deliveryCountsStatement = (since: Date): Statement => ({
  name: 'delivery_counts',
  text: `SELECT d.type::text, d.channel::text, ${STATUS} AS status, count(*)::int AS count
         FROM deliveries d LEFT JOIN mails m ON m.id = d.mail_id WHERE d.scheduled_for >= $1
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  values: [since],
});
