import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { RevenueShare } from '../../generated/prisma/client';
import type { EntryKind } from '../../generated/prisma/enums';
import type { AccountName, NewEntry } from './ledger-entries';
import { mirrored, reversalsOf } from './ledger.sql';
import { leftOf, partsOf, type Reversal, type Shares } from './revenue-share';

/** Writes an entry into the ledger. That each balances, and stays as it was written, is the database's affair. */
export async function postEntry(step: Step, entry: NewEntry): Promise<void> {
  const { kind, orderId, refundId, referenceId, round = 0, currency, occurredAt, lines } = entry;
  if (lines.length === 0) return;
  const names = lines.map(({ account }) => account);
  const accounts = await openAccounts(step, names, currency, occurredAt);
  const id = randomUUID();
  await step.tx.ledgerEntry.create({ data: { id, kind, orderId, refundId, referenceId, round, occurredAt } });
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

/** Posts again what an entry of this kind posted about something, the other way round. */
export async function postMirror(
  { tx, now }: Step,
  of: EntryKind,
  entry: { kind: EntryKind; orderId: string | null; referenceId: string },
): Promise<void> {
  const id = randomUUID();
  await tx.ledgerEntry.create({ data: { id, ...entry, occurredAt: now } });
  await tx.$executeRaw(mirrored(id, of, entry.referenceId));
}

/** What is left of an order's share after the refunds promised so far, and disputes that are open or lost. */
export async function leftOfShare({ tx }: Step, share: RevenueShare): Promise<Shares> {
  return leftOf(partsOf(share), await tx.$queryRaw<Reversal[]>(reversalsOf([share.orderId])));
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
