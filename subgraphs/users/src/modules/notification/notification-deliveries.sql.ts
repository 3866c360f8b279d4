import { Keyset, type Page, type Statement } from '@marquee/platform';
import type { DeliveryStatus } from './notification-deliveries.types';

export const newestDeliveries = new Keyset('deliveries', { createdAt: 'time', id: 'id' }, 'greatest first');

/**
 * The mail, or the pushes to the devices, of a delivery: it is sent when one device has it. A push that was not to go after all is no failure; what
 * was forgotten after a month had been sent, or given up, long before.
 */
const HOW = `LEFT JOIN mails m ON m.id = d.mail_id
             LEFT JOIN LATERAL (SELECT max(q.attempts) AS attempts, min(q.due_at) AS due_at, max(q.fault) AS fault, bool_or(q.sent_at IS NOT NULL) AS sent,
                                       bool_or(q.due_at IS NOT NULL) AS under_way, bool_and(q.fault IN ('READ', 'NO_DEVICE', 'SUSPENDED', 'DEACTIVATED', 'LATE')) AS withdrawn
                                FROM pushes q WHERE q.batch_id = d.batch_id) p ON d.batch_id IS NOT NULL`;
const STATUS = `CASE WHEN d.state <> 'HANDED_OVER' THEN d.state::text
                     WHEN d.channel = 'PUSH' THEN CASE WHEN p.sent IS NULL OR p.sent THEN 'SENT' WHEN p.under_way THEN 'SENDING'
                                                       WHEN p.withdrawn THEN 'WITHDRAWN' ELSE 'FAILED' END
                     WHEN m.failed_at IS NOT NULL THEN 'FAILED' WHEN m.id IS NULL OR m.sent_at IS NOT NULL THEN 'SENT' ELSE 'SENDING' END`;

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
                  coalesce(m.attempts, p.attempts, 0)::int AS attempts, coalesce(m.due_at, p.due_at) AS "nextTryAt", coalesce(d.reason, m.fault, p.fault) AS reason, d.mail_id AS "mailId",
                  d.created_at AS "createdAt"
           FROM deliveries d ${HOW}
           WHERE ($1::uuid IS NULL OR d.user_id = $1) AND ($2::text IS NULL OR d.type::text = $2) AND ($3::text IS NULL OR ${STATUS} = $3)
             AND ${condition}
           ORDER BY ${order} LIMIT $4`,
    values: [userId, type, status, page.limit + 1, ...values],
  };
}

export const deliveryCountsStatement = (since: Date): Statement => ({
  name: 'delivery_counts',
  text: `SELECT d.type::text, d.channel::text, ${STATUS} AS status, count(*)::int AS count
         FROM deliveries d ${HOW} WHERE d.scheduled_for >= $1
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  values: [since],
});
