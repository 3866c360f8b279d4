import type { BusinessNumber } from '@marquee/platform';

/** Read every minute by each process. What happens is counted where it happens: `marquee_mutations_total`. */
export const numbers: readonly BusinessNumber[] = [
  {
    name: 'active_users_total',
    help: 'People who used one of their sessions within the last day.',
    sql: `SELECT count(DISTINCT user_id) AS value FROM sessions WHERE last_used_at > now() - interval '1 day'`,
  },
  {
    name: 'marquee_people',
    help: 'Accounts, by state: active, suspended, leaving (to be erased).',
    labels: ['state'],
    sql: `SELECT CASE WHEN deactivated_at IS NOT NULL THEN 'leaving' WHEN suspended_at IS NULL THEN 'active' ELSE 'suspended' END AS state, count(*) AS value FROM users GROUP BY 1`,
  },
  {
    name: 'marquee_sessions',
    help: 'Sessions that have not ended.',
    sql: `SELECT count(*) AS value FROM sessions WHERE ended_at IS NULL AND expires_at > now()`,
  },
  {
    name: 'marquee_mails',
    help: 'Mails of the last day, by state: waiting, sent, failed.',
    labels: ['state'],
    sql: `SELECT CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN failed_at IS NOT NULL THEN 'failed' ELSE 'waiting' END AS state, count(*) AS value
          FROM mails WHERE created_at > now() - interval '1 day' GROUP BY 1`,
  },
  {
    name: 'marquee_pushes',
    help: 'Pushes of the last day, by state: waiting, sent, failed.',
    labels: ['state'],
    sql: `SELECT CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN failed_at IS NOT NULL THEN 'failed' ELSE 'waiting' END AS state, count(*) AS value
          FROM pushes WHERE created_at > now() - interval '1 day' GROUP BY 1`,
  },
  {
    name: 'marquee_webhook_deliveries',
    help: 'What webhooks were told of within the last day, by state: waiting, delivered, failed, skipped.',
    labels: ['state'],
    sql: `SELECT lower(status::text) AS state, count(*) AS value FROM webhook_deliveries WHERE created_at > now() - interval '1 day' GROUP BY 1`,
  },
  {
    name: 'marquee_webhooks',
    help: 'Webhooks, by state: active, failing (no try has succeeded for a while), paused, disabled.',
    labels: ['state'],
    sql: `SELECT CASE WHEN state = 'ACTIVE' AND failing_since IS NOT NULL THEN 'failing' ELSE lower(state::text) END AS state, count(*) AS value FROM webhooks GROUP BY 1`,
  },
  {
    name: 'marquee_devices',
    help: 'Devices that notifications are pushed to, by provider.',
    labels: ['provider'],
    sql: `SELECT d.provider::text AS provider, count(*) AS value FROM devices d JOIN sessions s ON s.id = d.session_id
          WHERE s.ended_at IS NULL AND s.expires_at > now() GROUP BY 1`,
  },
  {
    name: 'marquee_sms',
    help: 'Short messages of the last day, by state: waiting, sent, failed.',
    labels: ['state'],
    sql: `SELECT CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN failed_at IS NOT NULL THEN 'failed' ELSE 'waiting' END AS state, count(*) AS value
          FROM sms_codes WHERE created_at > now() - interval '1 day' GROUP BY 1`,
  },
];
