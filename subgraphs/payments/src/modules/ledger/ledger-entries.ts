import type { AccountKind, EntryKind, PostingSide } from '../../generated/prisma/enums';
import type { Shares } from './revenue-share';

/** An account by what it is; it is opened when first posted to. */
export interface AccountName {
  kind: AccountKind;
  /** Whose it is, for accounts of one person. */
  ownerId: string | null;
}

export interface PostingLine {
  account: AccountName;
  side: PostingSide;
  amount: bigint;
}

export interface NewEntry {
  kind: EntryKind;
  /** Null where it is about something else: `referenceId`. */
  orderId: string | null;
  refundId: string | null;
  /** Of a refund that is made again: how often it has come back. Of what the processor takes for a dispute: which time. */
  round?: number;
  /** What it is about beside orders and refunds: a payout, a dispute, or the payment whose money came. */
  referenceId?: string;
  currency: string;
  occurredAt: Date;
  lines: PostingLine[];
}

export interface Payees {
  creatorId: string;
  /** Null where no curator has a part. */
  curatorId: string | null;
}

const CLEARING: AccountName = { kind: 'PROCESSOR_CLEARING', ownerId: null };
const REFUNDS: AccountName = { kind: 'REFUNDS_PAYABLE', ownerId: null };
const FEES: AccountName = { kind: 'PROCESSING_FEES', ownerId: null };
const PLATFORM: AccountName = { kind: 'PLATFORM_REVENUE', ownerId: null };

const PARTS: AccountName = { kind: 'PART_PAYMENTS', ownerId: null };
const DISPUTES: AccountName = { kind: 'DISPUTES', ownerId: null };
const LOSSES: AccountName = { kind: 'DISPUTE_LOSSES', ownerId: null };
const DEPOSITS: AccountName = { kind: 'DEPOSITS', ownerId: null };
/** Who holds what was paid for an order: the processor, or the seller whose box office took it. */
export const holderOf = ({ soldBy }: { soldBy: string | null }, sellerId: string): AccountName =>
  soldBy === null ? CLEARING : { kind: 'SELLER_CASH', ownerId: sellerId };

const IN_TRANSIT: AccountName = { kind: 'PAYOUTS_IN_TRANSIT', ownerId: null };

const debit = (account: AccountName, amount: bigint): PostingLine => ({ account, side: 'DEBIT', amount });
const credit = (account: AccountName, amount: bigint): PostingLine => ({ account, side: 'CREDIT', amount });

/** Shares of nothing are not posted. */
const worth = (lines: PostingLine[]) => lines.filter(({ amount }) => amount > 0n);

function accountsOf(shares: Shares, { creatorId, curatorId }: Payees): [AccountName, bigint][] {
  return [
    [PLATFORM, shares.platform],
    [{ kind: 'CREATOR_PAYABLE', ownerId: creatorId }, shares.creator],
    [{ kind: 'CURATOR_PAYABLE', ownerId: curatorId }, shares.curator],
    [FEES, shares.processing],
    [{ kind: 'TAX_PAYABLE', ownerId: null }, shares.tax],
  ];
}

/**
 * An order was paid: the processor holds its total for us (or the seller does: `holder`), and it belongs to those who share in it. `waited`: what
 * of it came before, by other payments.
 */
export const paymentLines = (total: bigint, shares: Shares, payees: Payees, waited = 0n, holder = CLEARING): PostingLine[] =>
  worth([
    debit(holder, total - waited),
    debit(PARTS, waited),
    ...accountsOf(shares, payees).map(([account, amount]) => credit(account, amount)),
  ]);

/** One of several payments of an order came. */
export const partPaymentLines = (amount: bigint): PostingLine[] => worth([debit(CLEARING, amount), credit(PARTS, amount)]);

/** The others did not come: it is owed back to the buyer, but for what their bank called back, which was a loss until now. */
export const partReturnedLines = (amount: bigint, calledBack: bigint): PostingLine[] =>
  worth([debit(PARTS, amount + calledBack), credit(REFUNDS, amount), credit(LOSSES, calledBack)]);

/** Money came that buys nothing: all of it is owed back to the buyer, and nobody shares in it. */
export const unusedPaymentLines = (amount: bigint): PostingLine[] => worth([debit(CLEARING, amount), credit(REFUNDS, amount)]);

/** Tickets were taken back: those who shared in them owe their part to the buyer. */
export const refundPromisedLines = (amount: bigint, taken: Shares, payees: Payees): PostingLine[] =>
  worth([...accountsOf(taken, payees).map(([account, part]) => debit(account, part)), credit(REFUNDS, amount)]);

/** The processor kept its fee for a payment: it holds that much less. */
export const processorFeeLines = (fee: bigint): PostingLine[] => worth([debit(FEES, fee), credit(CLEARING, fee)]);

/**
 * The processor gave it back, and of its fee what it says. `feePart`: the part of the fee that falls on this money; what the processor keeps
 * of it, the platform bears. What it returns beyond that (by rounding) is the platform's.
 */
export function refundMadeLines(amount: bigint, { feePart, feeReturned }: { feePart: bigint; feeReturned: bigint }): PostingLine[] {
  const kept = feePart - feeReturned;
  return worth([
    debit(REFUNDS, amount),
    credit(CLEARING, amount),
    debit(CLEARING, feeReturned),
    credit(FEES, feePart),
    kept > 0n ? debit(PLATFORM, kept) : credit(PLATFORM, -kept),
  ]);
}

/** The seller gave it back, from what they hold. */
export const handedBackLines = (amount: bigint, sellerId: string): PostingLine[] =>
  worth([debit(REFUNDS, amount), credit({ kind: 'SELLER_CASH', ownerId: sellerId }, amount)]);

/** It came back: it is owed to the buyer again. What it cost is settled already. */
export const refundReturnedLines = (amount: bigint): PostingLine[] => worth([debit(CLEARING, amount), credit(REFUNDS, amount)]);

/** Deposits came with the payment of an order. `waited`: what of them came before. The platform advances the processor's fee on them. */
export const depositChargedLines = (amount: bigint, waited: bigint, fee: bigint): PostingLine[] =>
  worth([debit(CLEARING, amount - waited), debit(PARTS, waited), credit(DEPOSITS, amount), debit(PLATFORM, fee), credit(FEES, fee)]);

/** A deposit is owed back to its buyer. */
export const depositReturnedLines = (amount: bigint): PostingLine[] => worth([debit(DEPOSITS, amount), credit(REFUNDS, amount)]);

/** Nobody came: it is the organiser's, less the processor's fee on it, which the platform has advanced. */
export function depositKeptLines(amount: bigint, fee: bigint, ownerId: string): PostingLine[] {
  const borne = fee < amount ? fee : amount;
  return worth([debit(DEPOSITS, amount), credit({ kind: 'CREATOR_PAYABLE', ownerId }, amount - borne), credit(PLATFORM, borne)]);
}

/** The bank of the buyer has called deposits back for good that the organiser had kept: until now they were the platform's loss. */
export const depositLostLines = (amount: bigint, ownerId: string): PostingLine[] =>
  worth([debit({ kind: 'CREATOR_PAYABLE', ownerId }, amount), credit(LOSSES, amount)]);

/** What a payee has earned on each account: below nothing where more was taken back than there was, and where they hold it already. */
export interface EarnedPart {
  kind: 'CREATOR_PAYABLE' | 'CURATOR_PAYABLE' | 'SELLER_CASH';
  amount: bigint;
}

/** What a payee is owed was promised to go out. */
export function payoutLines(ownerId: string, parts: readonly EarnedPart[]): PostingLine[] {
  const total = parts.reduce((sum, { amount }) => sum + amount, 0n);
  const of = ({ kind, amount }: EarnedPart) => (amount > 0n ? debit({ kind, ownerId }, amount) : credit({ kind, ownerId }, -amount));
  return worth([...parts.map(of), credit(IN_TRANSIT, total)]);
}

/** The processor has sent it: it holds that much less for us. */
export const payoutMadeLines = (amount: bigint): PostingLine[] => worth([debit(IN_TRANSIT, amount), credit(CLEARING, amount)]);

/** The processor refuses it: it is owed to the payee again. */
export const payoutReturnedLines = (ownerId: string, amount: bigint): PostingLine[] =>
  worth([debit(IN_TRANSIT, amount), credit({ kind: 'CREATOR_PAYABLE', ownerId }, amount)]);

/** Its payee was erased, and it goes nowhere: it is the platform's. */
export const payoutWithdrawnLines = (amount: bigint): PostingLine[] => worth([debit(IN_TRANSIT, amount), credit(PLATFORM, amount)]);

/**
 * A payment is disputed: the shares in it are set aside, and then deposits that are held; what is in neither any more, because it was given back
 * or kept, is the platform's loss.
 */
export const disputeFrozenLines = (amount: bigint, taken: Shares, payees: Payees, deposits: bigint): PostingLine[] => {
  const shared = accountsOf(taken, payees);
  const rest = amount - deposits - shared.reduce((sum, [, part]) => sum + part, 0n);
  const parts = shared.map(([account, part]) => debit(account, part));
  return worth([...parts, debit(DEPOSITS, deposits), debit(LOSSES, rest), credit(DISPUTES, amount)]);
};

/** The processor took so much more for a dispute (below nothing: it gave it back), and charged so much more for it. */
export function disputeMovedLines(taken: bigint, fee: bigint, isLost: boolean): PostingLine[] {
  const against = isLost ? LOSSES : DISPUTES;
  return worth([...shifted(against, taken), ...shifted(LOSSES, fee)]);
}

const shifted = (account: AccountName, amount: bigint): PostingLine[] =>
  amount >= 0n ? [debit(account, amount), credit(CLEARING, amount)] : [debit(CLEARING, -amount), credit(account, -amount)];

/**
 * It was lost. What the processor kept of its fee for the payment the platform bears, as with refunds; what the processor charged for the
 * dispute the organiser bears. `untaken`: what was set aside and not taken, or taken beyond that.
 */
export const disputeLostLines = (
  { feePart, price, untaken }: { feePart: bigint; price: bigint; untaken: bigint },
  creatorId: string | null,
): PostingLine[] =>
  worth([
    ...[debit(LOSSES, feePart), credit(FEES, feePart)],
    ...(creatorId ? [debit({ kind: 'CREATOR_PAYABLE', ownerId: creatorId }, price), credit(LOSSES, price)] : []),
    ...(untaken >= 0n ? [debit(DISPUTES, untaken), credit(LOSSES, untaken)] : [debit(LOSSES, -untaken), credit(DISPUTES, -untaken)]),
  ]);
