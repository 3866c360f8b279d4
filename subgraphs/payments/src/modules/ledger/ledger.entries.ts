import type { AccountKind, EntryKind, PostingSide } from '../../generated/prisma/enums';
import type { Parts } from './revenue-share';

/** An account by what it is; it is opened when first posted to. */
export interface AccountName {
  kind: AccountKind;
  /** Whose it is, for accounts of one person. */
  ownerId: string | null;
}

export interface Line {
  account: AccountName;
  side: PostingSide;
  amount: bigint;
}

export interface Entry {
  kind: EntryKind;
  orderId: string;
  refundId: string | null;
  currency: string;
  occurredAt: Date;
  lines: Line[];
}

export interface Payees {
  creatorId: string;
  /** Null where no curator has a part. */
  curatorId: string | null;
}

const CLEARING: AccountName = { kind: 'PROCESSOR_CLEARING', ownerId: null };
const REFUNDS: AccountName = { kind: 'REFUNDS_PAYABLE', ownerId: null };

const debit = (account: AccountName, amount: bigint): Line => ({ account, side: 'DEBIT', amount });
const credit = (account: AccountName, amount: bigint): Line => ({ account, side: 'CREDIT', amount });

/** Parts of nothing are not posted. */
const worth = (lines: Line[]) => lines.filter(({ amount }) => amount > 0n);

function accountsOf(parts: Parts, { creatorId, curatorId }: Payees): [AccountName, bigint][] {
  return [
    [{ kind: 'PLATFORM_REVENUE', ownerId: null }, parts.platform],
    [{ kind: 'CREATOR_PAYABLE', ownerId: creatorId }, parts.creator],
    [{ kind: 'CURATOR_PAYABLE', ownerId: curatorId }, parts.curator],
    [{ kind: 'PROCESSING_FEES', ownerId: null }, parts.processing],
    [{ kind: 'TAX_PAYABLE', ownerId: null }, parts.tax],
  ];
}

/** An order was paid: the processor holds its total for us, and it belongs to those who share in it. */
export const paymentLines = (total: bigint, parts: Parts, payees: Payees): Line[] =>
  worth([debit(CLEARING, total), ...accountsOf(parts, payees).map(([account, amount]) => credit(account, amount))]);

/** Money came that buys nothing: all of it is owed back to the buyer, and nobody shares in it. */
export const unusedPaymentLines = (amount: bigint): Line[] => worth([debit(CLEARING, amount), credit(REFUNDS, amount)]);

/** Tickets were taken back: those who shared in them owe their part to the buyer. */
export const refundPromisedLines = (amount: bigint, taken: Parts, payees: Payees): Line[] =>
  worth([...accountsOf(taken, payees).map(([account, part]) => debit(account, part)), credit(REFUNDS, amount)]);

/** The processor gave it back. */
export const refundMadeLines = (amount: bigint): Line[] => worth([debit(REFUNDS, amount), credit(CLEARING, amount)]);
