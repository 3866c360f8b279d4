import { randomUUID } from 'node:crypto';
import type { Tx } from '../../db';
import type { AccountKind, RevenueShare } from '../../generated/prisma/client';
import type { AccountName, Entry } from './ledger.entries';
import type { Parts } from './revenue-share';

/** Writes entries into the ledger. That each balances, and stays as it was written, is the database's affair. */
export class Book {
  async post(tx: Tx, entry: Entry): Promise<void> {
    if (entry.lines.length === 0) return;
    const accounts = await this.open(
      tx,
      entry.lines.map(({ account }) => account),
      entry.currency,
      entry.occurredAt,
    );
    const { kind, orderId, refundId, currency, occurredAt } = entry;
    const id = randomUUID();
    await tx.ledgerEntry.create({ data: { id, kind, orderId, refundId, occurredAt } });
    await tx.ledgerPosting.createMany({
      data: entry.lines.map(({ account, side, amount }) => ({
        entryId: id,
        accountId: accounts.get(nameOf(account))!,
        side,
        amountMinor: amount,
        currency,
      })),
    });
  }

  /** What is left of an order's share after the refunds promised so far. */
  async leftOf(tx: Tx, share: RevenueShare): Promise<Parts> {
    const reversed = await tx.$queryRaw<{ kind: AccountKind; amount: bigint }[]>`
      SELECT a.kind, SUM(p.amount_minor)::bigint AS amount
      FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
      WHERE e.order_id = ${share.orderId}::uuid AND e.kind = 'REFUND_PROMISED' AND p.side = 'DEBIT' GROUP BY a.kind`;
    const taken = new Map(reversed.map(({ kind, amount }) => [kind, amount]));
    const left = (part: bigint, kind: AccountKind) => part - (taken.get(kind) ?? 0n);
    return {
      platform: left(share.platformMinor, 'PLATFORM_REVENUE'),
      creator: left(share.creatorMinor, 'CREATOR_PAYABLE'),
      curator: left(share.curatorMinor, 'CURATOR_PAYABLE'),
      processing: left(share.processingMinor, 'PROCESSING_FEES'),
      tax: left(share.taxMinor, 'TAX_PAYABLE'),
    };
  }

  /** Ids of the accounts by name. Those that are missing are opened, in a fixed order, so that two entries never wait for each other. */
  private async open(tx: Tx, names: readonly AccountName[], currency: string, now: Date): Promise<Map<string, string>> {
    const wanted = [...new Map(names.map((name) => [nameOf(name), name])).values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    const known = await this.find(tx, wanted, currency);
    const missing = wanted.filter((name) => !known.has(nameOf(name)));
    if (missing.length === 0) return known;
    await tx.ledgerAccount.createMany({
      data: missing.map((name) => ({ id: randomUUID(), ...name, currency, createdAt: now })),
      skipDuplicates: true,
    });
    return this.find(tx, wanted, currency);
  }

  private async find(tx: Tx, names: readonly AccountName[], currency: string): Promise<Map<string, string>> {
    const rows = await tx.ledgerAccount.findMany({ where: { currency, OR: names.map(({ kind, ownerId }) => ({ kind, ownerId })) } });
    return new Map(rows.map((row) => [nameOf(row), row.id]));
  }
}

const nameOf = ({ kind, ownerId }: AccountName) => `${kind} ${ownerId ?? ''}`;
