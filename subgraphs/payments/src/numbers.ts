import type { BusinessNumber } from '@marquee/platform';

/** Read every minute by each process. What happens is counted where it happens: `marquee_mutations_total`. */
export const numbers: readonly BusinessNumber[] = [
  {
    name: 'marquee_holds',
    help: 'Orders that hold places and are not paid, by status.',
    labels: ['status'],
    sql: `SELECT states.status, count(orders.id) AS value
          FROM (VALUES ('PENDING'), ('AWAITING_PAYMENT')) AS states (status)
          LEFT JOIN orders ON orders.status IN ('PENDING', 'AWAITING_PAYMENT') AND orders.status::text = states.status
          GROUP BY 1`,
  },
  {
    name: 'marquee_refunds_open',
    help: 'Refunds that are not made: asked for, promised, and those the processor refused for too long.',
    labels: ['status'],
    sql: `SELECT 'REQUESTED' AS status, count(*) AS value FROM refunds WHERE status = 'REQUESTED'
          UNION ALL SELECT 'PROMISED', count(*) FROM refunds WHERE status = 'PROMISED'
          UNION ALL SELECT 'FAILED', count(*) FROM refunds WHERE status = 'FAILED'`,
  },
  {
    name: 'marquee_inspections_open',
    help: 'Orders whose money has come, and waits for staff to look at it.',
    sql: `SELECT count(*) AS value FROM order_inspections WHERE status = 'OPEN'`,
  },
  {
    name: 'marquee_plans',
    help: 'Plans that people pay for or try, by plan and status.',
    labels: ['plan', 'status'],
    sql: `SELECT plan, status, count(*) AS value FROM billing_subscriptions WHERE status <> 'CANCELLED' GROUP BY 1, 2`,
  },
  {
    name: 'marquee_payments_unsettled',
    help: 'Payments whose outcome the processor still owes.',
    sql: `SELECT count(*) AS value FROM payments WHERE next_check_at IS NOT NULL`,
  },
  {
    name: 'marquee_payments_unsettled_oldest_seconds',
    help: 'Age of the oldest payment whose outcome the processor still owes; 0 when there is none.',
    sql: `SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0) AS value FROM payments WHERE next_check_at IS NOT NULL`,
  },
];
