import { AS_PRISMA, Keyset, type Page, type Statement } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import type { EarnedPart } from '../ledger/ledger-entries';

/** Accounts on which people and organisations earn, and that of what they hold of it already: it is set off. */
const EARNING = Prisma.sql`('CREATOR_PAYABLE', 'CURATOR_PAYABLE', 'SELLER_CASH')`;

/** What was posted for a payee and is in no payout yet, by whether it may go out: its event ended before `endedBefore`, or it is about none. */
export interface UnpaidLine {
  postingId: bigint;
  kind: EarnedPart['kind'];
  currency: string;
  /** Below nothing where it was taken back, or is theirs already. */
  amount: bigint;
}

const OPEN = (payeeId: string, processor: string) => Prisma.sql`
  FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id JOIN ledger_entries e ON e.id = p.entry_id
    LEFT JOIN orders o ON o.id = e.order_id LEFT JOIN events v ON v.id = o.event_id
  WHERE a.owner_id = ${payeeId}::uuid AND a.kind IN ${EARNING} AND e.kind <> 'PAYOUT'
    AND NOT EXISTS (SELECT FROM payout_lines l WHERE l.posting_id = p.id)
    AND (e.order_id IS NULL OR EXISTS (SELECT FROM payments y WHERE y.order_id = e.order_id AND y.processor IN (${processor}, 'cash', 'terminal')))`;

const signed = Prisma.sql`CASE p.side WHEN 'CREDIT' THEN p.amount_minor ELSE -p.amount_minor END`;

/** Lines that may go out, the oldest first. */
export const payableLines = (payeeId: string, processor: string, endedBefore: Date): Prisma.Sql => Prisma.sql`
  SELECT p.id AS "postingId", a.kind::text AS kind, p.currency, ${signed} AS amount ${OPEN(payeeId, processor)}
    AND (e.order_id IS NULL OR v.ends_at <= ${endedBefore}) ORDER BY p.id`;

/** What a payee has earned, by currency: what may go out, what waits for its event to end, and what is on its way. */
export const payeeBalances = (payeeId: string, processor: string, endedBefore: Date): Prisma.Sql => Prisma.sql`
  SELECT currency, SUM(available)::bigint AS available, SUM(held)::bigint AS held, SUM(under_way)::bigint AS "underWay" FROM (
    SELECT p.currency, CASE WHEN e.order_id IS NULL OR v.ends_at <= ${endedBefore} THEN ${signed} ELSE 0 END AS available,
      CASE WHEN e.order_id IS NULL OR v.ends_at <= ${endedBefore} THEN 0 ELSE ${signed} END AS held, 0 AS under_way ${OPEN(payeeId, processor)}
    UNION ALL SELECT currency, 0, 0, amount_minor FROM payouts WHERE payee_id = ${payeeId}::uuid AND status = 'PROMISED'
  ) parts GROUP BY currency ORDER BY currency`;

/** The accounts of a payee, locked so that nothing is posted to them until this transaction ends: refunds wait, or were here before. */
export const lockPayeeAccounts = (payeeId: string): Prisma.Sql => Prisma.sql`
  SELECT id FROM ledger_accounts WHERE owner_id = ${payeeId}::uuid AND kind IN ${EARNING} ORDER BY id FOR UPDATE`;

export const inOrder = new Keyset('linesOfPayout', { position: 'integer' }, 'least first');

/** A page of the lines of a payout. */
export function linesOf(page: Page, payoutId: string): Statement {
  const { condition, order, values, variant } = inOrder.sql(page, { position: 'l.position' }, 3);
  return {
    name: `lines_of_payout_${variant}`,
    text: `SELECT l.position, e.order_id AS "orderId", o.event_id AS "eventId", p.currency, l.amount_minor AS amount, e.occurred_at AS "occurredAt"
           FROM payout_lines l JOIN ledger_postings p ON p.id = l.posting_id JOIN ledger_entries e ON e.id = p.entry_id
             LEFT JOIN orders o ON o.id = e.order_id
           WHERE l.payout_id = $1::uuid AND ${condition} ORDER BY ${order} LIMIT $2`,
    values: [payoutId, page.limit + 1, ...values],
    types: AS_PRISMA,
  };
}
