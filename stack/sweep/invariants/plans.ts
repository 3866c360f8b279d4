import { none, same, type Invariant } from './invariant';

/** What people pay for again and again, and what they have for it. */
export const planInvariants: readonly Invariant[] = [
  none(
    'nobody has two plans, two open periods, or another plan than they pay for',
    'payments',
    `SELECT a.user_id::text, a.plan::text, s.plans, s.plan, i.open FROM billing_accounts a
     CROSS JOIN LATERAL (SELECT count(*)::int AS plans, min(plan::text) AS plan FROM billing_subscriptions WHERE user_id = a.user_id AND status <> 'CANCELLED') s
     CROSS JOIN LATERAL (SELECT count(*)::int AS open FROM plan_invoices WHERE user_id = a.user_id AND status = 'OPEN') i
     WHERE s.plans > 1 OR i.open > 1 OR a.plan::text <> coalesce(s.plan, 'FREE')`,
  ),
  none(
    'what the processor charged for plans, less what it gave back, is what is paid and not given back',
    'payments',
    `SELECT i.id::text, i.status::text, i.amount_minor::bigint AS amount, c.charged, c.returned, r.made FROM plan_invoices i
     CROSS JOIN LATERAL (
       SELECT coalesce(sum(amount_minor) FILTER (WHERE amount_minor > 0 AND id LIKE 'ch%'), 0)::bigint AS charged,
         coalesce(-sum(amount_minor) FILTER (WHERE id LIKE 're%'), 0)::bigint AS returned
       FROM sandbox_charges WHERE intent_id = i.processor_ref) c
     CROSS JOIN LATERAL (SELECT coalesce(sum(amount_minor) FILTER (WHERE status = 'MADE'), 0)::bigint AS made FROM plan_refunds WHERE invoice_id = i.id) r
     WHERE c.charged <> CASE i.status WHEN 'PAID' THEN i.amount_minor ELSE 0 END OR c.returned <> r.made`,
  ),
  none(
    'what the processor charged belongs to a payment or to a plan',
    'payments',
    `SELECT c.intent_id, sum(c.amount_minor)::bigint AS amount FROM sandbox_charges c
     WHERE NOT EXISTS (SELECT FROM payments p WHERE p.processor_ref = c.intent_id) AND NOT EXISTS (SELECT FROM plan_invoices i WHERE i.processor_ref = c.intent_id)
     GROUP BY 1`,
  ),
  none(
    'the present period of a plan is worth what was paid for it and not given back',
    'payments',
    `SELECT s.id::text, s.worth_minor::bigint AS worth, i.price_minor::bigint AS price, i.refunded_minor::bigint AS back FROM billing_subscriptions s
     JOIN plan_invoices i ON i.subscription_id = s.id AND i.period_end = s.period_end AND i.status = 'PAID'
     WHERE s.status IN ('ACTIVE', 'PAST_DUE') AND s.worth_minor <> greatest(i.price_minor - i.refunded_minor, 0)`,
  ),
  same(
    'what events knows of plans is what people pay for',
    {
      database: 'payments',
      text: `SELECT user_id::text AS key, plan::text AS value FROM billing_accounts WHERE version > 0 AND NOT erased`,
    },
    { database: 'events', text: `SELECT user_id::text AS key, plan AS value FROM plans` },
  ),
];
