import type { Statement } from '@marquee/platform';
import { AT_ONCE, FAILURES_UNTIL_REST } from './webhook-tries';

/** The last tries of many deliveries, the newest first. */
export const lastAttempts = (ids: readonly string[]): Statement => ({
  name: 'last_attempts_of_deliveries',
  text: `SELECT a.delivery_id AS "deliveryId", a.number, a.at, a.duration_ms AS "durationMs", a.http_status AS "httpStatus", a.fault, a.answer
         FROM unnest($1::uuid[]) AS d(id)
         CROSS JOIN LATERAL (SELECT a.* FROM webhook_attempts a WHERE a.delivery_id = d.id ORDER BY a.number DESC LIMIT 10) a
         ORDER BY a.number DESC`,
  values: [ids],
});

/** A delivery `d` that may be taken, at `$1`, of a webhook that fails or does not: due, nobody's, and the first of its thing that is not over. */
const takeable = (isFailing: string) => `d.status = 'WAITING' AND (d.due_at <= $1::timestamptz OR ${isFailing})
  AND (d.leased_until IS NULL OR d.leased_until <= $1::timestamptz)
  AND NOT EXISTS (SELECT FROM webhook_deliveries e
    WHERE e.webhook_id = d.webhook_id AND e.entity = d.entity AND e.status = 'WAITING' AND e.sequence < d.sequence)`;

const underWay = (webhook: string) =>
  `(SELECT count(*) FROM webhook_deliveries u WHERE u.webhook_id = ${webhook} AND u.status = 'WAITING' AND u.leased_until > $1::timestamptz)`;

/** The webhook that waited longest of those that have something to take, and may have more under way. Locked, until what it has is written down. */
export const nextWebhook = (now: Date) => ({
  text: `
    SELECT w.id, w.failures FROM webhooks w
    JOIN users o ON o.id = w.user_id AND o.suspended_at IS NULL AND o.deactivated_at IS NULL
    LEFT JOIN organization_members m ON m.organization_id = w.organization_id AND m.user_id = w.user_id
    WHERE w.state = 'ACTIVE' AND (w.rests_until IS NULL OR w.rests_until <= $1::timestamptz)
      AND (w.organization_id IS NULL OR m.role IN ('OWNER', 'MANAGER'))
      AND ${underWay('w.id')} < CASE WHEN w.failures >= ${FAILURES_UNTIL_REST} THEN 1 ELSE ${AT_ONCE} END
      AND EXISTS (SELECT FROM webhook_deliveries d WHERE d.webhook_id = w.id AND ${takeable(`w.failures >= ${FAILURES_UNTIL_REST}`)})
    ORDER BY w.served_at NULLS FIRST, w.id LIMIT 1 FOR NO KEY UPDATE OF w SKIP LOCKED`,
  values: [now],
});

/** What of a locked webhook is taken: as many as may be under way beside those that are. */
export const nextDeliveries = (now: Date, webhookId: string, isFailing: boolean) => ({
  text: `
    SELECT d.id FROM webhook_deliveries d WHERE d.webhook_id = $2::uuid AND ${takeable(isFailing ? 'TRUE' : 'FALSE')}
    ORDER BY d.sequence LIMIT ${isFailing ? 1 : AT_ONCE} - ${underWay('$2::uuid')}`,
  values: [now, webhookId],
});
