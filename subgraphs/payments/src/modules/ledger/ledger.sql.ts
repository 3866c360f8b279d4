import { Prisma } from '../../generated/prisma/client';
import type { AccountKind, EntryKind } from '../../generated/prisma/enums';

/** What refunds, and disputes that are open or lost, took back of the parts of these orders, as posted. */
export const reversalsOf = (orderIds: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT e.order_id AS "orderId", a.kind, SUM(CASE p.side WHEN 'DEBIT' THEN p.amount_minor ELSE -p.amount_minor END)::bigint AS amount
  FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
  WHERE e.order_id = ANY(${[...orderIds]}::uuid[]) AND e.kind IN ('REFUND_PROMISED', 'DISPUTE_FROZEN', 'DISPUTE_RELEASED')
    AND a.kind IN ('PLATFORM_REVENUE', 'CREATOR_PAYABLE', 'CURATOR_PAYABLE', 'PROCESSING_FEES', 'TAX_PAYABLE') GROUP BY 1, 2`;

/** Postings of one entry the other way round, for another entry: what was posted is as it was. */
export const mirrored = (entryId: string, kind: EntryKind, referenceId: string): Prisma.Sql => Prisma.sql`
  INSERT INTO ledger_postings (entry_id, account_id, side, amount_minor, currency)
  SELECT ${entryId}::uuid, p.account_id, (CASE p.side WHEN 'DEBIT' THEN 'CREDIT' ELSE 'DEBIT' END)::"PostingSide", p.amount_minor, p.currency
  FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
  WHERE e.reference_id = ${referenceId}::uuid AND e.kind = ${kind}::"EntryKind" ORDER BY p.id`;

/** What an entry took of one kind of account. */
export const takenOf = (kind: EntryKind, referenceId: string, account: AccountKind): Prisma.Sql => Prisma.sql`
  SELECT COALESCE(SUM(p.amount_minor), 0)::bigint AS amount
  FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
  WHERE e.reference_id = ${referenceId}::uuid AND e.kind = ${kind}::"EntryKind" AND p.side = 'DEBIT' AND a.kind = ${account}::"AccountKind"`;

/** What is owed to a person, by currency: below nothing where they owe. */
export const balancesOf = (ownerId: string): Prisma.Sql => Prisma.sql`
  SELECT a.currency, SUM(CASE WHEN p.side = 'CREDIT' THEN p.amount_minor ELSE -p.amount_minor END)::bigint AS owed
  FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id
  WHERE a.owner_id = ${ownerId}::uuid GROUP BY 1`;

/**
 * The part of the processor's fee that falls on a refund: what its promise took back for it, or all of it where the money bought nothing. On
 * deposits none: the platform has borne it.
 */
export const feePartOf = (refundId: string): Prisma.Sql => Prisma.sql`
  SELECT CASE WHEN r.is_deposit THEN 0 WHEN EXISTS (SELECT FROM ledger_entries WHERE refund_id = r.id AND kind = 'REFUND_PROMISED') THEN (
    SELECT COALESCE(SUM(p.amount_minor), 0) FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
    WHERE e.refund_id = r.id AND e.kind = 'REFUND_PROMISED' AND p.side = 'DEBIT' AND a.kind = 'PROCESSING_FEES'
  ) ELSE COALESCE(y.fee_minor, 0) END::bigint AS amount
  FROM refunds r JOIN payments y ON y.id = r.payment_id WHERE r.id = ${refundId}::uuid`;
