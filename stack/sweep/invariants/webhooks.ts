import { none, type Invariant } from './invariant';

/** What programs are told. */
export const webhookInvariants: readonly Invariant[] = [
  none(
    'nobody has more than 10 webhooks; of one two secrets are used at most, one of them without an end',
    'users',
    `SELECT user_id::text FROM webhooks GROUP BY user_id HAVING count(*) > 10
     UNION ALL SELECT webhook_id::text FROM webhook_secrets GROUP BY webhook_id HAVING count(*) > 2 OR count(*) FILTER (WHERE until IS NULL) <> 1`,
  ),
  none(
    'about one thing a webhook is told nothing before what came first is over',
    'users',
    `SELECT l.id FROM webhook_deliveries l JOIN webhook_deliveries e
       ON e.webhook_id = l.webhook_id AND e.entity = l.entity AND e.sequence < l.sequence AND e.status = 'WAITING'
     WHERE l.status <> 'WAITING'`,
  ),
  none(
    'what is told of somebody’s own doing is told to them',
    'users',
    `SELECT d.id, d.topic FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
     WHERE starts_with(d.topic, 'OWN_') AND (w.organization_id IS NOT NULL OR d.variables->>'userId' <> w.user_id::text)`,
  ),
];
