import { explain, hasSeqScanOn } from '@marquee/platform';
import { Pool } from 'pg';
import { startWorld } from './world';

const ROWS = 50_000;

/** Many plans whose period goes on and many periods that are paid, and a few that are due. */
const FILL = `
  SET session_replication_role = replica;
  INSERT INTO billing_accounts (user_id, processor, customer_ref, erased, created_at, updated_at)
    SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'sandbox', CASE WHEN n % 10 > 0 THEN 'cus' END, n % 5000 = 1, now(), now() FROM generate_series(1, ${ROWS}) n;
  INSERT INTO billing_subscriptions (id, user_id, plan, interval, status, price_minor, currency, period_start, period_end, anchor_day, ended_at, created_at, updated_at)
    SELECT user_id, user_id, 'PLUS', 'MONTH', CASE row_number() OVER () % 1000 WHEN 0 THEN 'TRIALING' ELSE 'ACTIVE' END::"BillingStatus", 600, 'CAD', now() - interval '20 days',
      now() + CASE WHEN row_number() OVER () <= 20 THEN interval '-1 hour' ELSE interval '10 days' END, 1, NULL, now(), now() FROM billing_accounts;
  INSERT INTO plan_invoices (id, user_id, subscription_id, kind, status, plan, interval, period_start, period_end, anchor_day, price_minor, amount_minor, tax_minor, currency,
      processor, processor_ref, next_try_at, paid_at, created_at, updated_at)
    SELECT user_id, user_id, user_id, 'START', CASE WHEN n <= 20 THEN 'OPEN' ELSE 'PAID' END::"PlanInvoiceStatus", 'PLUS', 'MONTH', now(), now() + interval '1 month', 1, 600, 600, 0, 'CAD',
      'sandbox', 'pi_' || n, CASE WHEN n <= 20 THEN now() - interval '1 minute' END, CASE WHEN n > 20 THEN now() END, now(), now() FROM (SELECT *, row_number() OVER () AS n FROM billing_accounts) a;
  INSERT INTO plan_refunds (id, invoice_id, status, amount_minor, currency, reason, next_attempt_at, created_at, updated_at)
    SELECT id, id, 'MADE', 1, 'CAD', '', NULL, now(), now() FROM plan_invoices;
  INSERT INTO plan_disputes (id, invoice_id, processor, processor_ref, status, reason, amount_minor, covered_minor, currency, created_at, updated_at)
    SELECT id, id, 'sandbox', 'du_' || id, 'WON', '', 1, 1, 'CAD', now(), now() FROM plan_invoices;
  INSERT INTO order_documents (id, kind, number, seller_id, year, sequence, plan_invoice_id, buyer_id, reference_id, net_minor, tax_minor, total_minor, currency, content, issued_at, file_key)
    SELECT id, 'RECEIPT', 'R', id, 2026, 1, id, user_id, id, 600, 0, 600, 'CAD', '{}', now(), 'f' FROM plan_invoices;
  SET session_replication_role = DEFAULT;
  ANALYZE;`;

const ONE = `'00000000-0000-4000-8000-000000000777'`;

it(`with ${ROWS} plans, what jobs and people ask for is found by indexes`, async () => {
  const world = await startWorld();
  await world.sql(FILL);
  const pool = new Pool({ connectionString: world.databaseUrl, max: 1 });
  try {
    for (const [table, text] of [
      [
        'billing_subscriptions',
        `SELECT id FROM billing_subscriptions WHERE status IN ('TRIALING', 'ACTIVE') AND period_end <= now() ORDER BY period_end LIMIT 100`,
      ],
      [
        'billing_subscriptions',
        `SELECT id FROM billing_subscriptions WHERE status = 'TRIALING' AND reminded_at IS NULL AND period_end <= now() ORDER BY period_end LIMIT 100`,
      ],
      ['billing_subscriptions', `SELECT id FROM billing_subscriptions WHERE user_id = ${ONE} AND status <> 'CANCELLED'`],
      ['plan_invoices', `SELECT id FROM plan_invoices WHERE next_try_at <= now() ORDER BY next_try_at LIMIT 100`],
      ['plan_invoices', `SELECT id FROM plan_invoices WHERE user_id = ${ONE} ORDER BY created_at DESC, id DESC LIMIT 21`],
      ['plan_invoices', `SELECT id FROM plan_invoices WHERE user_id = ${ONE} AND status = 'OPEN'`],
      ['plan_invoices', `SELECT id FROM plan_invoices WHERE processor = 'sandbox' AND processor_ref = 'pi_777'`],
      ['plan_refunds', `SELECT id FROM plan_refunds WHERE next_attempt_at <= now() ORDER BY next_attempt_at LIMIT 50`],
      ['plan_disputes', `SELECT id FROM plan_disputes WHERE next_check_at <= now() ORDER BY next_check_at LIMIT 50`],
      ['billing_accounts', `SELECT user_id FROM billing_accounts WHERE erased AND customer_ref IS NOT NULL ORDER BY updated_at LIMIT 50`],
      ['order_documents', `SELECT id FROM order_documents WHERE plan_invoice_id = ${ONE}`],
    ] as const)
      expect([text, hasSeqScanOn(await explain(pool, text, []), table)]).toEqual([text, false]);
  } finally {
    await pool.end();
  }
});
