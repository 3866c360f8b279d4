import { none, type Invariant } from './invariant';

/** Every cent is somewhere, once. */
export const moneyInvariants: readonly Invariant[] = [
  none(
    'the ledger balances in every entry and currency',
    'payments',
    `SELECT entry_id AS entry, currency, sum(CASE side WHEN 'DEBIT' THEN amount_minor ELSE -amount_minor END)::text AS off
     FROM ledger_postings GROUP BY entry_id, currency HAVING sum(CASE side WHEN 'DEBIT' THEN amount_minor ELSE -amount_minor END) <> 0`,
  ),
  {
    name: 'the books call themselves healthy',
    async check(city) {
      const { data, errors } = await city.post(city.known.staff.admin, '{ ledgerHealth { healthy breaks { __typename } } }');
      return data?.ledgerHealth?.healthy ? [] : [JSON.stringify(errors ?? data)];
    },
  },
  none(
    'what went back of an order is what went back of its tickets, none of more than it cost, and all of it of an event that was called off',
    'payments',
    `SELECT * FROM (
       SELECT o.id, o.status::text, o.refunded_minor::bigint AS refunded, o.deposit_minor::bigint AS deposited, e.status AS event,
         coalesce((SELECT sum(amount_minor) FROM payments p WHERE p.order_id = o.id AND p.superseded_at IS NULL AND p.status = 'SUCCEEDED'), 0)::bigint AS charged,
         t.cost, t.returned, t.good_left
       FROM orders o JOIN events e ON e.id = o.event_id CROSS JOIN LATERAL (
         SELECT coalesce(sum(unit_price_minor), 0)::bigint AS cost, coalesce(sum(refunded_minor), 0)::bigint AS returned,
           coalesce(sum(unit_price_minor - refunded_minor) FILTER (WHERE status IN ('VALID', 'USED', 'IN_RESALE')), 0)::bigint AS good_left
         FROM tickets t WHERE t.order_id = o.id AND t.status <> 'TRANSFERRED') t
       WHERE o.paid_at IS NOT NULL) n
     WHERE (charged <> cost + deposited OR refunded <> returned OR returned > cost OR (event = 'CANCELLED' AND good_left > 0))
       AND NOT EXISTS (SELECT FROM disputes d WHERE d.order_id = n.id AND d.status <> 'WON')`,
  ),
  none(
    'the items of an order, with the tax that comes on top, come to its total, and their taxes to its tax',
    'payments',
    `SELECT o.id::text, o.total_minor::bigint AS total, o.tax_minor::bigint AS tax, i.cost::bigint, i.tax::bigint AS taxes
     FROM orders o JOIN (
       SELECT order_id, sum((unit_price_minor + deposit_minor) * quantity + CASE tax_mode WHEN 'EXCLUSIVE' THEN tax_minor ELSE 0 END) AS cost, sum(tax_minor) AS tax
       FROM order_items GROUP BY 1) i ON i.order_id = o.id
     WHERE o.total_minor <> i.cost OR o.tax_minor IS DISTINCT FROM i.tax`,
  ),
  none(
    'numbers of documents have no gap, each paid order that cost something has one sale, and what its credit notes take back is what refunds promised',
    'payments',
    `SELECT seller_id::text AS id, kind::text, count(*)::bigint AS count, max(sequence)::bigint AS last, NULL::bigint AS returned FROM order_documents
     GROUP BY seller_id, year, kind HAVING count(*) <> max(sequence)
     UNION ALL
     SELECT o.id::text, o.status::text, d.sales, o.total_minor, d.returned FROM orders o CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE kind <> 'CREDIT_NOTE')::bigint AS sales, coalesce(sum(total_minor) FILTER (WHERE kind = 'CREDIT_NOTE'), 0)::bigint AS returned
       FROM order_documents WHERE order_id = o.id) d
     WHERE (o.paid_at IS NOT NULL AND o.total_minor > 0) <> (d.sales = 1)
       OR (o.paid_at IS NOT NULL AND d.returned <> o.refunded_minor AND NOT EXISTS (SELECT FROM disputes x WHERE x.order_id = o.id AND x.status <> 'WON'))`,
  ),
  none(
    'the payments of an order come to its total, all of them have come of one that is paid, and what waits is in the ledger',
    'payments',
    `SELECT o.id::text, o.status::text FROM orders o JOIN (
       SELECT order_id, sum(amount_minor) AS amount, sum(amount_minor) FILTER (WHERE status = 'SUCCEEDED') AS came, count(waiting_since) AS waiting
       FROM payments WHERE superseded_at IS NULL GROUP BY 1) y ON y.order_id = o.id
     WHERE y.amount <> o.total_minor
       OR (o.status IN ('PAID', 'PARTIALLY_REFUNDED') AND y.came IS DISTINCT FROM o.total_minor)
       OR (o.status NOT IN ('PENDING', 'AWAITING_PAYMENT') AND y.waiting > 0)
     UNION ALL
     SELECT currency, off::text FROM (
       SELECT currency, sum(waits) AS off FROM (
         SELECT currency, amount_minor AS waits FROM payments WHERE waiting_since IS NOT NULL
         UNION ALL SELECT p.currency, CASE p.side WHEN 'DEBIT' THEN p.amount_minor ELSE -p.amount_minor END
         FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id WHERE a.kind = 'PART_PAYMENTS') w GROUP BY 1) n
     WHERE off <> 0`,
  ),
  none(
    'each part of an order that is split has a payer, and none of an order that is not; once its time is over nothing of it waits',
    'payments',
    `SELECT o.id::text, o.status::text FROM orders o JOIN payments y ON y.order_id = o.id AND y.superseded_at IS NULL
     WHERE (o.pay_by IS NOT NULL) <> (y.payer_id IS NOT NULL)
     UNION ALL SELECT o.id::text, o.status::text FROM orders o WHERE o.pay_by > o.expires_at OR (o.buyer_pays AND o.pay_by IS NULL)`,
  ),
  none(
    'an order that is inspected is open, all of its money waits, and it ends once: released to its buyer, or refunded (P18)',
    'payments',
    `SELECT o.id::text, o.status::text AS status, i.status::text AS inspection FROM order_inspections i JOIN orders o ON o.id = i.order_id
     CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE waiting_since IS NULL) AS spent, count(waiting_since) AS waiting
       FROM payments WHERE order_id = o.id AND superseded_at IS NULL) y
     WHERE CASE i.status
       WHEN 'OPEN' THEN o.status NOT IN ('PENDING', 'AWAITING_PAYMENT') OR y.spent > 0
       WHEN 'RELEASED' THEN o.paid_at IS NULL OR y.waiting > 0
       ELSE o.paid_at IS NOT NULL OR (o.open_disputes = 0 AND o.status <> 'REFUNDED') END`,
  ),
  none(
    'what is disputed was set aside once, released when it was won, settled when it was lost, and goes back by no other way',
    'payments',
    `SELECT id::text, status FROM (
       SELECT d.id, d.status::text, y.amount_minor - y.refunded_minor - y.disputed_minor AS left_over,
         (SELECT count(*) FROM ledger_entries e WHERE e.reference_id = d.id AND e.kind = 'DISPUTE_FROZEN') AS frozen,
         (SELECT count(*) FROM ledger_entries e WHERE e.reference_id = d.id AND e.kind = 'DISPUTE_RELEASED') AS released,
         (SELECT count(*) FROM ledger_entries e WHERE e.reference_id = d.id AND e.kind = 'DISPUTE_LOST') AS lost
       FROM disputes d JOIN payments y ON y.id = d.payment_id) n
     WHERE left_over < 0 OR frozen <> 1 OR released <> (status = 'WON')::int OR lost <> (status = 'LOST')::int
     UNION ALL SELECT s.id, s.status FROM sandbox_disputes s WHERE NOT EXISTS (SELECT FROM disputes d WHERE d.processor_ref = s.id)`,
  ),
  none(
    'each deposit is returned or kept exactly once, as its ticket says, and what the ledger holds of deposits is what is open of them (A24)',
    'payments',
    `SELECT id::text, status, reason FROM (
       SELECT d.id, d.status::text, d.reason::text, d.amount_minor - d.called_back_minor AS open, t.status::text AS ticket, t.used_at,
         (SELECT count(*) FROM ledger_entries e WHERE e.reference_id = d.id AND e.kind = 'DEPOSIT_RETURNED') AS returns,
         (SELECT count(*) FROM ledger_entries e WHERE e.reference_id = d.id AND e.kind = 'DEPOSIT_KEPT') AS keeps, o.open_disputes
       FROM deposits d JOIN tickets t ON t.id = d.ticket_id JOIN orders o ON o.id = d.order_id) n
     WHERE returns <> (status = 'RETURNED' AND reason <> 'CALLED_BACK')::int OR keeps <> (status = 'KEPT')::int OR open < 0 OR ticket = 'TRANSFERRED'
       OR (status = 'HELD' AND open_disputes = 0 AND (ticket = 'REFUNDED' OR used_at IS NOT NULL))
     UNION ALL
     SELECT o.id::text, o.deposit_minor::text, d.amount::text FROM orders o CROSS JOIN LATERAL (
       SELECT coalesce(sum(amount_minor), 0) AS amount FROM deposits WHERE order_id = o.id) d
     WHERE d.amount <> CASE WHEN o.paid_at IS NULL THEN 0 ELSE o.deposit_minor END
     UNION ALL
     SELECT currency, off::text, NULL FROM (
       SELECT currency, sum(amount) AS off FROM (
         SELECT currency, amount_minor - called_back_minor AS amount FROM deposits WHERE status = 'HELD'
         UNION ALL SELECT p.currency, CASE p.side WHEN 'DEBIT' THEN p.amount_minor ELSE -p.amount_minor END
         FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id WHERE a.kind = 'DEPOSITS') w GROUP BY 1) n
     WHERE off <> 0`,
  ),
  none(
    'the processor was asked for what the payments say',
    'payments',
    `SELECT * FROM (
       SELECT p.id, p.status::text, p.amount_minor::bigint AS amount,
         coalesce((SELECT sum(c.amount_minor) FROM sandbox_charges c WHERE c.intent_id = p.processor_ref AND c.amount_minor > 0 AND c.id NOT LIKE 'du\\_%'), 0)::bigint AS charged,
         coalesce((SELECT -sum(c.amount_minor) FROM sandbox_charges c WHERE c.intent_id = p.processor_ref AND c.amount_minor < 0 AND c.id NOT LIKE 'du\\_%'), 0)::bigint AS returned,
         coalesce((SELECT sum(r.amount_minor) FROM refunds r WHERE r.payment_id = p.id AND r.status = 'MADE'), 0)::bigint AS made
       FROM payments p WHERE p.processor NOT IN ('cash', 'terminal')) n
     WHERE charged <> CASE status WHEN 'SUCCEEDED' THEN amount ELSE 0 END OR returned <> made`,
  ),
  none(
    'what a box office has taken is with its seller until they say that it was handed back, each once, and no processor is asked for it',
    'payments',
    `SELECT o.id::text, o.status::text FROM orders o JOIN payments y ON y.order_id = o.id
     WHERE (o.sold_by IS NOT NULL) <> (y.processor IN ('cash', 'terminal')) OR (o.sold_by IS NOT NULL AND y.status <> 'SUCCEEDED')
     UNION ALL
     SELECT r.id::text, concat_ws(' ', r.status, r.by_seller, r.handed_by, r.payment_id, o.sold_by, r.amount_minor, r.reason, n.made, r.times_returned) FROM refunds r JOIN orders o ON o.id = r.order_id CROSS JOIN LATERAL (
       SELECT count(*) AS made FROM ledger_entries e WHERE e.refund_id = r.id AND e.kind = 'REFUND_MADE') n
     WHERE r.status NOT IN ('REQUESTED', 'REFUSED') AND ((o.sold_by IS NOT NULL AND r.payment_id IS NOT NULL) <> r.by_seller
       OR (r.by_seller AND (r.status = 'FAILED' OR n.made <> (r.status = 'MADE')::int OR (r.handed_by IS NOT NULL) <> (r.status = 'MADE'))))
     UNION ALL
     SELECT currency, off::text FROM (
       SELECT currency, sum(amount) AS off FROM (
         SELECT y.currency, y.amount_minor AS amount FROM payments y JOIN orders o ON o.id = y.order_id WHERE o.sold_by IS NOT NULL
         UNION ALL SELECT currency, -amount_minor FROM refunds WHERE by_seller AND status = 'MADE'
         UNION ALL SELECT p.currency, CASE p.side WHEN 'DEBIT' THEN -p.amount_minor ELSE p.amount_minor END
         FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id JOIN ledger_entries e ON e.id = p.entry_id
         WHERE a.kind = 'SELLER_CASH' AND e.kind <> 'PAYOUT') h GROUP BY 1) n
     WHERE off <> 0`,
  ),
  none(
    'clearing is what the processor holds',
    'payments',
    `SELECT * FROM (
       SELECT i.currency, sum(c.amount_minor - c.fee_minor)::bigint - (
         SELECT coalesce(sum(t.amount_minor), 0) FROM sandbox_transfers t WHERE t.currency = i.currency)::bigint AS held, (
         SELECT coalesce(sum(CASE p.side WHEN 'DEBIT' THEN p.amount_minor ELSE -p.amount_minor END), 0)
         FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id WHERE a.kind = 'PROCESSOR_CLEARING' AND a.currency = i.currency
       )::bigint AS clearing
       FROM sandbox_charges c JOIN sandbox_intents i ON i.id = c.intent_id GROUP BY 1) n
     WHERE held <> clearing`,
  ),
  {
    name: 'what was acknowledged as paid was paid',
    async check(city) {
      const paid = city.known.of('order').filter((order) => order.facts.paid);
      const rows = await city.rows<{ id: string }>(
        'payments',
        `SELECT id FROM orders WHERE id = ANY ($1) AND status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')`,
        [paid.map(({ id }) => id)],
      );
      const there = new Set(rows.map(({ id }) => id));
      return paid.filter(({ id }) => !there.has(id)).map(({ id }) => `order ${id}`);
    },
  },
  none(
    'nobody has paid for an event that was called off and not been given the money back',
    'payments',
    `SELECT o.id, o.status FROM orders o JOIN events e ON e.id = o.event_id
     WHERE e.status = 'CANCELLED' AND o.open_disputes = 0 AND o.status IN ('PAID', 'PARTIALLY_REFUNDED', 'PENDING', 'AWAITING_PAYMENT')`,
  ),
];
