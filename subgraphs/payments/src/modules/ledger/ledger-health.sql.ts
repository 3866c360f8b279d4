import type { Statement } from '@marquee/platform';

import { PLAN_BREAKS, PLAN_DISPUTED } from './ledger-health-plans.sql';

const MOST = 100;
/** Tries of a payout after which a person has to look: some days, with the waits between them. */
const MANY_TRIES = 80;

/**
 * Checks the ledger against itself. Constraints and triggers should make each of these impossible; this shows that a person
 * went around them. All in one statement, so that it is a picture of one moment.
 */
export const LEDGER_BREAKS: Statement = {
  name: 'ledger-breaks',
  values: [],
  text: `
  WITH signed AS (
    SELECT entry_id, currency, SUM(CASE side WHEN 'DEBIT' THEN amount_minor ELSE -amount_minor END) AS difference FROM ledger_postings GROUP BY 1, 2
  ),
  posted AS (
    SELECT e.order_id,
           SUM(p.amount_minor) FILTER (WHERE a.kind = 'PLATFORM_REVENUE') AS platform, SUM(p.amount_minor) FILTER (WHERE a.kind = 'CREATOR_PAYABLE') AS creator,
           SUM(p.amount_minor) FILTER (WHERE a.kind = 'CURATOR_PAYABLE') AS curator, SUM(p.amount_minor) FILTER (WHERE a.kind = 'PROCESSING_FEES') AS processing,
           SUM(p.amount_minor) FILTER (WHERE a.kind = 'TAX_PAYABLE') AS tax
    FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id AND p.side = 'CREDIT' JOIN ledger_accounts a ON a.id = p.account_id
    WHERE e.kind = 'PAYMENT' GROUP BY e.order_id
  ),
  refunded AS (SELECT payment_id, SUM(amount_minor) AS amount, SUM(amount_minor) FILTER (WHERE NOT is_deposit) AS of_price FROM refunds WHERE status NOT IN ('REQUESTED', 'REFUSED') GROUP BY 1),
  of_order AS (
    SELECT order_id, SUM(y.amount_minor) AS amount, COALESCE(SUM(r.of_price), 0) AS refunded, COALESCE(SUM(y.amount_minor) FILTER (WHERE status = 'SUCCEEDED'), 0) AS came,
           COALESCE(SUM(y.amount_minor) FILTER (WHERE waiting_since IS NOT NULL), 0) AS waits
    FROM payments y LEFT JOIN refunded r ON r.payment_id = y.id WHERE superseded_at IS NULL GROUP BY 1
  ),
  open_disputes AS (SELECT order_id, COUNT(*) AS count FROM disputes WHERE status IN ('NEEDS_RESPONSE', 'UNDER_REVIEW') GROUP BY 1),
  open_places AS (
    SELECT i.tier_id, SUM(i.quantity) AS held FROM orders o JOIN order_items i ON i.order_id = o.id WHERE o.status IN ('PENDING', 'AWAITING_PAYMENT') GROUP BY 1
  ),
  of_documents AS (
    SELECT order_id, SUM(total_minor) FILTER (WHERE kind <> 'CREDIT_NOTE') AS sold, COALESCE(SUM(total_minor) FILTER (WHERE kind = 'CREDIT_NOTE'), 0) AS returned
    FROM order_documents GROUP BY 1
  ),
  reversed AS (
    SELECT e.order_id, SUM(p.amount_minor) AS amount FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id AND p.side = 'DEBIT' JOIN ledger_accounts a ON a.id = p.account_id
    WHERE e.kind = 'REFUND_PROMISED' OR (e.kind = 'DISPUTE_FROZEN' AND a.kind NOT IN ('DISPUTE_LOSSES', 'DEPOSITS') AND EXISTS (SELECT FROM disputes x WHERE x.id = e.reference_id AND x.status = 'LOST'))
    GROUP BY 1
  ),
  valid AS (SELECT tier_id, COUNT(*) AS sold FROM tickets WHERE status IN ('VALID', 'USED') GROUP BY 1),
  of_event AS (SELECT event_id, SUM(sold + held) AS taken FROM ticket_tiers GROUP BY 1)
  SELECT 'UNBALANCED_ENTRY' AS kind, entry_id::text AS "subjectId", format('debits minus credits are %s %s', difference, currency) AS message
  FROM signed WHERE difference <> 0
  UNION ALL
  SELECT 'MISSING_ENTRY', o.id::text, format('order is %s for %s %s but has no payment in the ledger', o.status, o.total_minor, o.currency)
  FROM orders o WHERE o.status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') AND o.total_minor > 0
    AND NOT EXISTS (SELECT FROM ledger_entries e WHERE e.order_id = o.id AND e.kind IN ('PAYMENT', 'UNUSED_PAYMENT', 'PART_PAYMENT', 'DEPOSIT_CHARGED'))
  UNION ALL
  SELECT 'MISSING_ENTRY', y.order_id::text, format('the processor kept %s %s, which the ledger does not say', y.fee_minor, y.currency)
  FROM payments y WHERE y.status = 'SUCCEEDED' AND y.fee_minor > 0
    AND NOT EXISTS (SELECT FROM ledger_entries e WHERE e.order_id = y.order_id AND e.kind = 'PROCESSOR_FEE' AND (e.reference_id IS NULL OR e.reference_id = y.id))
  UNION ALL
  SELECT 'SHARE_MISMATCH', s.order_id::text, format('the ledger credits %s %s of a share of %s', COALESCE(platform + creator + curator + processing + tax, 0), s.currency, s.total_minor)
  FROM revenue_shares s LEFT JOIN (
    SELECT order_id, COALESCE(platform, 0) AS platform, COALESCE(creator, 0) AS creator, COALESCE(curator, 0) AS curator,
           COALESCE(processing, 0) AS processing, COALESCE(tax, 0) AS tax FROM posted
  ) p ON p.order_id = s.order_id
  WHERE (s.platform_minor, s.creator_minor, s.curator_minor, s.processing_minor, s.tax_minor)
    IS DISTINCT FROM (p.platform, p.creator, p.curator, p.processing, p.tax)
  UNION ALL
  SELECT 'REFUND_MISMATCH', p.id::text, format('%s %s of %s are given back, refunds come to %s', p.refunded_minor, p.currency, p.amount_minor, COALESCE(r.amount, 0))
  FROM payments p LEFT JOIN refunded r ON r.payment_id = p.id WHERE p.refunded_minor <> COALESCE(r.amount, 0) OR p.refunded_minor > p.amount_minor
  UNION ALL
  SELECT 'REFUND_MISMATCH', o.id::text, format('refunds come to %s %s, the order says %s', y.refunded, o.currency, o.refunded_minor)
  FROM orders o JOIN of_order y ON y.order_id = o.id WHERE y.refunded <> o.refunded_minor
  UNION ALL
  SELECT 'PART_MISMATCH', o.id::text, format('order is %s for %s %s, its payments come to %s, of which %s have come and %s wait', o.status, o.total_minor, o.currency, y.amount, y.came, y.waits)
  FROM orders o JOIN of_order y ON y.order_id = o.id
  WHERE y.amount <> o.total_minor OR (o.status IN ('PAID', 'PARTIALLY_REFUNDED') AND (y.came <> o.total_minor OR y.waits > 0))
  UNION ALL
  SELECT 'DISPUTE_MISMATCH', o.id::text, format('%s payments of the order are said to be disputed, disputes say %s', o.open_disputes, COALESCE(d.count, 0))
  FROM orders o LEFT JOIN open_disputes d ON d.order_id = o.id WHERE o.open_disputes <> COALESCE(d.count, 0) AND (o.open_disputes > 0 OR d.count > 0)
  UNION ALL
  SELECT 'DISPUTE_MISMATCH', currency, format('disputes come to %s more %s than the ledger has set aside for them', SUM(amount), currency) FROM (
    SELECT currency, CASE WHEN status = 'WON' THEN 0 ELSE amount_minor END - taken_minor AS amount FROM disputes WHERE status <> 'LOST'
    ${PLAN_DISPUTED}
    UNION ALL SELECT p.currency, CASE p.side WHEN 'DEBIT' THEN p.amount_minor ELSE -p.amount_minor END
    FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id WHERE a.kind = 'DISPUTES'
  ) set_aside GROUP BY currency HAVING SUM(amount) <> 0
  UNION ALL
  SELECT 'PLACES_MISMATCH', t.id::text, format('%s of %s sold with %s valid tickets, %s held with %s in open orders', t.sold, t.quantity, COALESCE(v.sold, 0), t.held, COALESCE(h.held, 0))
  FROM ticket_tiers t LEFT JOIN valid v ON v.tier_id = t.id LEFT JOIN open_places h ON h.tier_id = t.id
  WHERE t.sold <> COALESCE(v.sold, 0) OR t.held <> COALESCE(h.held, 0) OR t.sold + t.held > t.quantity
  UNION ALL
  SELECT 'PLACES_MISMATCH', s.event_id::text, format('%s places of the event are taken, its tiers say %s, granted are %s', s.taken, COALESCE(e.taken, 0), COALESCE(s.granted::text, 'any'))
  FROM event_sales s LEFT JOIN of_event e ON e.event_id = s.event_id WHERE s.taken <> COALESCE(e.taken, 0) OR s.taken > s.granted
  UNION ALL
  SELECT 'PAYOUT_MISMATCH', y.id::text, format('payout of %s %s, whose lines come to %s', y.amount_minor, y.currency, COALESCE(l.amount, 0))
  FROM payouts y LEFT JOIN (SELECT payout_id, SUM(amount_minor) AS amount FROM payout_lines GROUP BY 1) l ON l.payout_id = y.id
  WHERE y.amount_minor <> COALESCE(l.amount, 0) OR NOT EXISTS (SELECT FROM ledger_entries e WHERE e.reference_id = y.id AND e.kind = 'PAYOUT')
  UNION ALL
  SELECT 'PAYOUT_LATE', y.id::text, format('payout of %s %s; after %s tries the processor said: %s', y.amount_minor, y.currency, y.attempts, COALESCE(y.last_error, ''))
  FROM payouts y WHERE y.status = 'PROMISED' AND y.attempts > ${MANY_TRIES}
  UNION ALL
  SELECT 'PAYOUT_WITHHELD', y.id::text, format('payout of %s %s was promised to a person who was erased since', y.amount_minor, y.currency)
  FROM payouts y JOIN payees p ON p.id = y.payee_id WHERE y.status = 'PROMISED' AND p.erased
  UNION ALL
  SELECT 'TAX_MISMATCH', o.id::text, format('the items of the order are taxed with %s %s, the order with %s, its share with %s', i.tax, o.currency, o.tax_minor, s.tax_minor)
  FROM orders o JOIN (SELECT order_id, SUM(tax_minor) AS tax FROM order_items GROUP BY 1) i ON i.order_id = o.id LEFT JOIN revenue_shares s ON s.order_id = o.id
  WHERE o.tax_minor IS NOT NULL AND (o.tax_minor <> i.tax OR s.tax_minor <> o.tax_minor)
  UNION ALL
  SELECT 'DOCUMENT_MISMATCH', o.id::text, format('documents say %s %s sold and %s given back, the order says %s and refunds %s', d.sold, o.currency, d.returned, o.total_minor - o.deposit_minor, COALESCE(r.amount, 0))
  FROM orders o JOIN of_documents d ON d.order_id = o.id LEFT JOIN reversed r ON r.order_id = o.id
  WHERE d.sold <> o.total_minor - o.deposit_minor OR d.returned <> COALESCE(r.amount, 0)
  UNION ALL
  SELECT 'DOCUMENT_MISMATCH', c.seller_id::text, format('of %s in %s the last number is %s, there are %s', c.kind, c.year, c.last, COALESCE(n.count, 0))
  FROM document_counters c LEFT JOIN (SELECT seller_id, year, kind, COUNT(*) AS count, MAX(sequence) AS last FROM order_documents GROUP BY 1, 2, 3) n
    ON (n.seller_id, n.year, n.kind) = (c.seller_id, c.year, c.kind)
  WHERE c.last <> COALESCE(n.count, 0) OR c.last <> COALESCE(n.last, 0)
  UNION ALL
  SELECT 'PROMO_MISMATCH', c.id::text, format('%s places and %s are used, orders say %s and %s', c.taken, c.discounted_minor, COALESCE(u.places, 0), COALESCE(u.discount, 0))
  FROM promo_codes c LEFT JOIN (
    SELECT p.promo_code_id, SUM(p.places) AS places, SUM(p.discount_minor) AS discount FROM order_promo_codes p JOIN orders o ON o.id = p.order_id
    WHERE o.status IN ('PENDING', 'AWAITING_PAYMENT') OR o.paid_at IS NOT NULL GROUP BY 1
  ) u ON u.promo_code_id = c.id WHERE c.taken <> COALESCE(u.places, 0) OR c.discounted_minor <> COALESCE(u.discount, 0)
  UNION ALL
  SELECT 'DEPOSIT_MISMATCH', currency, format('%s more %s are deposited than the ledger holds', SUM(amount), currency) FROM (
    SELECT currency, amount_minor - called_back_minor AS amount FROM deposits WHERE status = 'HELD'
    UNION ALL SELECT p.currency, CASE p.side WHEN 'DEBIT' THEN p.amount_minor ELSE -p.amount_minor END
    FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id WHERE a.kind = 'DEPOSITS'
  ) deposited GROUP BY currency HAVING SUM(amount) <> 0
  UNION ALL
  SELECT 'DEPOSIT_MISMATCH', d.id::text, format('deposit of %s %s is %s, and has ended %s times in the ledger', d.amount_minor, d.currency, d.status, n.ends)
  FROM deposits d CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE e.kind = 'DEPOSIT_RETURNED') AS returns, count(*) FILTER (WHERE e.kind = 'DEPOSIT_KEPT') AS keeps, count(*) AS ends
    FROM ledger_entries e WHERE e.reference_id = d.id AND e.kind IN ('DEPOSIT_RETURNED', 'DEPOSIT_KEPT')
  ) n WHERE (n.returns, n.keeps) <> ((d.status = 'RETURNED' AND d.reason <> 'CALLED_BACK')::int, (d.status = 'KEPT')::int)
  UNION ALL
  SELECT 'DEPOSIT_MISMATCH', o.id::text, format('deposits of the order come to %s %s, it says %s', COALESCE(d.amount, 0), o.currency, o.deposit_minor)
  FROM orders o LEFT JOIN (SELECT order_id, SUM(amount_minor) AS amount FROM deposits GROUP BY 1) d ON d.order_id = o.id
  WHERE o.deposit_minor > 0 AND (COALESCE(d.amount, 0) <> CASE WHEN o.paid_at IS NULL THEN 0 ELSE o.deposit_minor END)
  UNION ALL
  SELECT 'CASH_MISMATCH', currency, format('payments and refunds of box offices come to %s more %s than the ledger says sellers hold', SUM(amount), currency) FROM (
    SELECT currency, amount_minor AS amount FROM payments WHERE processor IN ('cash', 'terminal') AND status = 'SUCCEEDED'
    UNION ALL SELECT currency, -amount_minor FROM refunds WHERE by_seller AND status = 'MADE'
    UNION ALL SELECT p.currency, CASE p.side WHEN 'DEBIT' THEN -p.amount_minor ELSE p.amount_minor END
    FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id JOIN ledger_entries e ON e.id = p.entry_id
    WHERE a.kind = 'SELLER_CASH' AND e.kind <> 'PAYOUT'
  ) held GROUP BY currency HAVING SUM(amount) <> 0
  UNION ALL
  ${PLAN_BREAKS}
  UNION ALL
  SELECT 'REFUND_FAILED', r.id::text, format('%s %s are owed to a buyer; after %s tries the processor said: %s', r.amount_minor, r.currency, r.attempts, COALESCE(r.last_error, ''))
  FROM refunds r WHERE r.status = 'FAILED'
  UNION ALL
  SELECT DISTINCT 'UNKNOWN_MONEY', n.ref, format('%s tells of money for which there is no payment', n.processor)
  FROM processor_notices n WHERE NOT n.matched
  LIMIT ${MOST}`,
};

export const LEDGER_BALANCES: Statement = {
  name: 'ledger-balances',
  values: [],
  text: `
  SELECT a.kind AS account, a.currency, SUM(CASE p.side WHEN 'DEBIT' THEN p.amount_minor ELSE -p.amount_minor END) AS balance
  FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id GROUP BY 1, 2 ORDER BY 2, 1`,
};

export const LEDGER_ENTRY_COUNT: Statement = { name: 'ledger-entries', values: [], text: 'SELECT COUNT(*) FROM ledger_entries' };
