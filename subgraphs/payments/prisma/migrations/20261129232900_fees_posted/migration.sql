-- Each payment's fee is posted once.
CREATE UNIQUE INDEX "ledger_entries_one_fee" ON "ledger_entries" ("order_id") WHERE "kind" = 'PROCESSOR_FEE';

-- Until now clearing was told gross. What the processor kept of payments so far, less what it returned with refunds that are made, is posted
-- now, so that clearing is what it holds. Of a refund that is still promised the fee is posted when it is made.
DO $$
DECLARE
  kept RECORD;
  fees UUID;
  clearing UUID;
BEGIN
  FOR kept IN
    SELECT y.order_id, y.currency, y.fee_minor - COALESCE((
        SELECT SUM(CASE WHEN EXISTS (SELECT FROM ledger_entries e WHERE e.refund_id = r.id AND e.kind = 'REFUND_PROMISED') THEN (
          SELECT COALESCE(SUM(p.amount_minor), 0)
          FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
          WHERE e.refund_id = r.id AND e.kind = 'REFUND_PROMISED' AND p.side = 'DEBIT' AND a.kind = 'PROCESSING_FEES'
        ) ELSE y.fee_minor END) FROM refunds r WHERE r.payment_id = y.id AND r.status = 'MADE'
      ), 0) AS amount
    FROM payments y WHERE y.status = 'SUCCEEDED' AND y.fee_minor > 0
  LOOP
    CONTINUE WHEN kept.amount <= 0;
    INSERT INTO ledger_accounts (id, kind, owner_id, currency) VALUES (gen_random_uuid(), 'PROCESSING_FEES', NULL, kept.currency) ON CONFLICT DO NOTHING;
    SELECT id INTO fees FROM ledger_accounts WHERE kind = 'PROCESSING_FEES' AND currency = kept.currency AND owner_id IS NULL;
    SELECT id INTO clearing FROM ledger_accounts WHERE kind = 'PROCESSOR_CLEARING' AND currency = kept.currency AND owner_id IS NULL;
    WITH entry AS (
      INSERT INTO ledger_entries (id, kind, order_id, occurred_at) VALUES (gen_random_uuid(), 'PROCESSOR_FEE', kept.order_id, now()) RETURNING id
    )
    INSERT INTO ledger_postings (entry_id, account_id, side, amount_minor, currency)
    SELECT entry.id, line.account, line.side::"PostingSide", kept.amount, kept.currency
    FROM entry, (VALUES (fees, 'DEBIT'), (clearing, 'CREDIT')) AS line (account, side);
  END LOOP;
END
$$;
