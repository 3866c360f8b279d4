import { Prisma } from '../../generated/prisma/client';

/** What the payment of an order came to, as posted, and what of it is tax. */
export const postedOfSale = (orderId: string): Prisma.Sql => Prisma.sql`
  SELECT COALESCE(SUM(p.amount_minor), 0)::bigint AS total, COALESCE(SUM(p.amount_minor) FILTER (WHERE a.kind = 'TAX_PAYABLE'), 0)::bigint AS tax
  FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id AND p.side = 'CREDIT' JOIN ledger_accounts a ON a.id = p.account_id
  WHERE e.order_id = ${orderId}::uuid AND e.kind = 'PAYMENT'`;

/** What these refunds take back of an order, as posted, and what of it is tax. */
export const postedOfReturns = (orderId: string, refundIds: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT COALESCE(SUM(p.amount_minor), 0)::bigint AS total, COALESCE(SUM(p.amount_minor) FILTER (WHERE a.kind = 'TAX_PAYABLE'), 0)::bigint AS tax
  FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id AND p.side = 'DEBIT' JOIN ledger_accounts a ON a.id = p.account_id
  WHERE e.order_id = ${orderId}::uuid AND e.kind = 'REFUND_PROMISED' AND e.refund_id = ANY (${[...refundIds]}::uuid[])`;

/** What a dispute took of the shares of an order, as posted, and what of it is tax. What was given back before is not in them. */
export const postedOfDispute = (disputeId: string): Prisma.Sql => Prisma.sql`
  SELECT COALESCE(SUM(p.amount_minor), 0)::bigint AS total, COALESCE(SUM(p.amount_minor) FILTER (WHERE a.kind = 'TAX_PAYABLE'), 0)::bigint AS tax
  FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id AND p.side = 'DEBIT' JOIN ledger_accounts a ON a.id = p.account_id
  WHERE e.reference_id = ${disputeId}::uuid AND e.kind = 'DISPUTE_FROZEN' AND a.kind NOT IN ('DISPUTE_LOSSES', 'DEPOSITS')`;

/** What a seller's documents of a time are taxed with, by month, currency and rate; credit notes are taken off. */
export const taxesOfSeller = (sellerId: string, from: Date, until: Date): Prisma.Sql => Prisma.sql`
  SELECT to_char(date_trunc('month', d.issued_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS month, d.currency, l.tax_name AS name,
    l.tax_basis_points AS "basisPoints", l.tax_mode::text AS mode,
    SUM(CASE d.kind WHEN 'CREDIT_NOTE' THEN -l.net_minor ELSE l.net_minor END)::bigint AS "netMinor",
    SUM(CASE d.kind WHEN 'CREDIT_NOTE' THEN -l.tax_minor ELSE l.tax_minor END)::bigint AS "taxMinor"
  FROM order_documents d JOIN order_document_lines l ON l.document_id = d.id
  WHERE d.seller_id = ${sellerId}::uuid AND d.issued_at >= ${from} AND d.issued_at < ${until}
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3 NULLS FIRST, 4, 5`;
