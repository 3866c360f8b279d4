/** What banks call back of plans, besides what they call back of orders. */
export const PLAN_DISPUTED = `UNION ALL SELECT currency, CASE WHEN status = 'WON' THEN 0 ELSE amount_minor END - taken_minor FROM plan_disputes WHERE status <> 'LOST'`;

/** Parts of LEDGER_BREAKS: money for plans against the ledger and its papers, and what people have against what they pay for. */
export const PLAN_BREAKS = `
  SELECT 'PLAN_MISMATCH', i.id::text, format('%s %s were paid, the ledger says %s and papers %s', i.amount_minor, i.currency, COALESCE(l.amount, 0), COALESCE(d.sold, 0))
  FROM plan_invoices i
  LEFT JOIN LATERAL (
    SELECT SUM(p.amount_minor) AS amount FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id AND p.side = 'CREDIT' JOIN ledger_accounts a ON a.id = p.account_id
    WHERE e.reference_id = i.id AND e.kind = 'PLAN_PAID' AND a.kind IN ('PLAN_REVENUE', 'TAX_PAYABLE')
  ) l ON true
  LEFT JOIN LATERAL (SELECT SUM(total_minor) AS sold FROM order_documents WHERE plan_invoice_id = i.id AND kind <> 'CREDIT_NOTE') d ON true
  WHERE (COALESCE(l.amount, 0), COALESCE(d.sold, 0)) <> (CASE i.status WHEN 'PAID' THEN i.amount_minor ELSE 0 END, CASE i.status WHEN 'PAID' THEN i.amount_minor ELSE 0 END)
  UNION ALL
  SELECT 'PLAN_MISMATCH', i.id::text, format('%s and %s %s went back or are called back, refunds say %s, disputes %s, papers %s', i.refunded_minor, i.disputed_minor, i.currency, r.amount, x.amount, d.amount)
  FROM plan_invoices i
  CROSS JOIN LATERAL (SELECT COALESCE(SUM(amount_minor), 0) AS amount FROM plan_refunds WHERE invoice_id = i.id) r
  CROSS JOIN LATERAL (
    SELECT COALESCE(SUM(covered_minor) FILTER (WHERE status <> 'WON'), 0) AS amount, COALESCE(SUM(covered_minor) FILTER (WHERE status = 'LOST'), 0) AS lost
    FROM plan_disputes WHERE invoice_id = i.id
  ) x
  CROSS JOIN LATERAL (SELECT COALESCE(SUM(total_minor), 0) AS amount FROM order_documents WHERE plan_invoice_id = i.id AND kind = 'CREDIT_NOTE') d
  WHERE (i.refunded_minor, i.disputed_minor, i.refunded_minor + x.lost) <> (r.amount, x.amount, d.amount)
  UNION ALL
  SELECT 'PLAN_MISMATCH', a.user_id::text, format('has %s and pays for %s', a.plan, COALESCE(s.plan::text, 'nothing'))
  FROM billing_accounts a LEFT JOIN billing_subscriptions s ON s.user_id = a.user_id AND s.status <> 'CANCELLED'
  WHERE a.plan::text <> COALESCE(s.plan::text, 'FREE')
  UNION ALL
  SELECT 'REFUND_FAILED', r.id::text, format('%s %s of a plan are owed; after %s tries the processor said: %s', r.amount_minor, r.currency, r.attempts, COALESCE(r.last_error, ''))
  FROM plan_refunds r WHERE r.status = 'FAILED'`;
