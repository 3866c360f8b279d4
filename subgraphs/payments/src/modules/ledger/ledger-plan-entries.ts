import { type AccountName, type PostingLine } from './ledger-entries';

const CLEARING: AccountName = { kind: 'PROCESSOR_CLEARING', ownerId: null };
const REVENUE: AccountName = { kind: 'PLAN_REVENUE', ownerId: null };
const TAX: AccountName = { kind: 'TAX_PAYABLE', ownerId: null };
const REFUNDS: AccountName = { kind: 'REFUNDS_PAYABLE', ownerId: null };
const DISPUTES: AccountName = { kind: 'DISPUTES', ownerId: null };
const LOSSES: AccountName = { kind: 'DISPUTE_LOSSES', ownerId: null };

const debit = (account: AccountName, amount: bigint): PostingLine => ({ account, side: 'DEBIT', amount });
const credit = (account: AccountName, amount: bigint): PostingLine => ({ account, side: 'CREDIT', amount });
const worth = (lines: PostingLine[]) => lines.filter(({ amount }) => amount > 0n);

/** A period was paid: the platform's, but for the tax and what the processor keeps. */
export const planPaidLines = (amount: bigint, tax: bigint, fee: bigint): PostingLine[] =>
  worth([debit(CLEARING, amount), credit(REVENUE, amount - tax), credit(TAX, tax), debit(REVENUE, fee), credit(CLEARING, fee)]);

/** Part of it is owed back. */
export const planRefundPromisedLines = (amount: bigint, tax: bigint): PostingLine[] =>
  worth([debit(REVENUE, amount - tax), debit(TAX, tax), credit(REFUNDS, amount)]);

/** The processor gave it back, and of its fee what it says. */
export const planRefundMadeLines = (amount: bigint, feeReturned: bigint): PostingLine[] =>
  worth([debit(REFUNDS, amount), credit(CLEARING, amount), debit(CLEARING, feeReturned), credit(REVENUE, feeReturned)]);

/** The bank calls an amount back; what of it had gone back before is the platform's loss. */
export const planDisputedLines = (amount: bigint, covered: bigint, tax: bigint): PostingLine[] =>
  worth([debit(REVENUE, covered - tax), debit(TAX, tax), debit(LOSSES, amount - covered), credit(DISPUTES, amount)]);
