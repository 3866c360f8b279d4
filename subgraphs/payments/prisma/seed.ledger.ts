import type { Tx } from '../src/db';
import { paymentLines, processorFeeLines, type AccountName, type PostingLine } from '../src/modules/ledger/ledger-entries';
import { idFrom } from './seed.plan';
import type { Charge } from './seed.sales';

/** Posts the revenue shares and fees of many orders, each in an entry of its own, in a fixed number of statements. */
export async function postCharges(tx: Tx, charges: readonly Charge[]): Promise<void> {
  const posted = charges.flatMap((charge) => [
    { charge, kind: 'PAYMENT' as const, id: idFrom('entry', charge.payment.orderId), lines: linesOf(charge) },
    {
      charge,
      kind: 'PROCESSOR_FEE' as const,
      id: idFrom('fee', charge.payment.orderId),
      lines: processorFeeLines(charge.payment.feeMinor ?? 0n),
    },
  ]);
  // A payment of a cent costs nothing.
  const entries = posted.filter(({ lines }) => lines.length > 0);
  const accounts = await openAccounts(tx, entries);
  await tx.ledgerEntry.createMany({
    data: entries.map(({ id, kind, charge: { payment } }) => ({
      id,
      kind,
      orderId: payment.orderId,
      occurredAt: payment.capturedAt!,
    })),
  });
  await tx.ledgerPosting.createMany({
    data: entries.flatMap(({ id, charge: { payment }, lines }) =>
      lines.map(({ account, side, amount }) => ({
        entryId: id,
        accountId: accounts.get(nameOf(account, payment.currency))!,
        side,
        amountMinor: amount,
        currency: payment.currency,
      })),
    ),
  });
}

function linesOf({ share }: Charge): PostingLine[] {
  const parts = {
    platform: share.platformMinor,
    creator: share.creatorMinor,
    curator: share.curatorMinor,
    processing: share.processingMinor,
    tax: share.taxMinor,
  };
  return paymentLines(share.totalMinor, parts, share);
}

/** Ids of all accounts by name; those that are missing are opened. */
async function openAccounts(tx: Tx, entries: readonly { charge: Charge; lines: PostingLine[] }[]): Promise<Map<string, string>> {
  const wanted = entries.flatMap(({ charge: { payment }, lines }) =>
    lines.map(({ account }) => ({ ...account, currency: payment.currency })),
  );
  const unique = [...new Map(wanted.map((account) => [nameOf(account, account.currency), account])).entries()];
  await tx.ledgerAccount.createMany({
    data: unique.map(([name, account]) => ({ id: idFrom('account', name), ...account })),
    skipDuplicates: true,
  });
  const rows = await tx.ledgerAccount.findMany({ where: { currency: { in: unique.map(([, { currency }]) => currency) } } });
  return new Map(rows.map((row) => [nameOf(row, row.currency), row.id]));
}

const nameOf = ({ kind, ownerId }: AccountName, currency: string) => `${kind} ${ownerId ?? ''} ${currency}`;
