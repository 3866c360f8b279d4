import type { Statement } from '@marquee/platform';

/** The last tries of many deliveries, the newest first. */
export const lastAttempts = (ids: readonly string[]): Statement => ({
  name: 'last_attempts_of_deliveries',
  text: `SELECT a.delivery_id AS "deliveryId", a.number, a.at, a.duration_ms AS "durationMs", a.http_status AS "httpStatus", a.fault, a.answer
         FROM unnest($1::uuid[]) AS d(id)
         CROSS JOIN LATERAL (SELECT a.* FROM webhook_attempts a WHERE a.delivery_id = d.id ORDER BY a.number DESC LIMIT 10) a
         ORDER BY a.number DESC`,
  values: [ids],
});
