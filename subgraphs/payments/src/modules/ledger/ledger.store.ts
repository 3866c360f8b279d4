import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { AccountKind, RevenueShare } from '../../generated/prisma/client';
import type { AccountName, NewEntry } from './ledger-entries';
import type { Shares } from './revenue-share';

/** Writes an entry into the ledger. That each balances, and stays as it was written, is the database's affair. */
export async function postEntry(step: Step, { kind, orderId, refundId, currency, occurredAt, lines }: NewEntry): Promise<void> {
  if (lines.length === 0) return;
  const names = lines.map(({ account }) => account);
  const accounts = await openAccounts(step, names, currency, occurredAt);
  const id = randomUUID();
  await step.tx.ledgerEntry.create({ data: { id, kind, orderId, refundId, occurredAt } });
  await step.tx.ledgerPosting.createMany({
    data: lines.map(({ account, side, amount }) => ({
      entryId: id,
      accountId: accounts.get(nameOf(account))!,
      side,
      amountMinor: amount,
      currency,
    })),
  });
}

/** What is left of an order's share after the refunds promised so far. */
export async function leftOfShare({ tx }: Step, share: RevenueShare): Promise<Shares> {
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
async function openAccounts(step: Step, names: readonly AccountName[], currency: string, now: Date): Promise<Map<string, string>> {
  const wanted = [...new Map(names.map((name) => [nameOf(name), name])).values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const known = await findAccounts(step, wanted, currency);
  const missing = wanted.filter((name) => !known.has(nameOf(name)));
  if (missing.length === 0) return known;
  await step.tx.ledgerAccount.createMany({
    data: missing.map((name) => ({ id: randomUUID(), ...name, currency, createdAt: now })),
    skipDuplicates: true,
  });
  return findAccounts(step, wanted, currency);
}

async function findAccounts({ tx }: Step, names: readonly AccountName[], currency: string): Promise<Map<string, string>> {
  const rows = await tx.ledgerAccount.findMany({ where: { currency, OR: names.map(({ kind, ownerId }) => ({ kind, ownerId })) } });
  return new Map(rows.map((row) => [nameOf(row), row.id]));
}

const nameOf = ({ kind, ownerId }: AccountName) => `${kind} ${ownerId ?? ''}`;
