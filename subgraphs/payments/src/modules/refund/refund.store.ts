import type { Step } from '../../context';
import type { Order, Payment, Refund, Ticket } from '../../generated/prisma/client';
import {
  handedBackLines,
  partReturnedLines,
  refundMadeLines,
  refundPromisedLines,
  refundReturnedLines,
  unusedPaymentLines,
} from '../ledger/ledger-entries';
import { feePartOf } from '../ledger/ledger.sql';
import { leftOfShare, postEntry } from '../ledger/ledger.store';
import { reverseShare } from '../ledger/revenue-share';
import { orderSplit } from '../order/order-split.facts';
import type { MadeRefund } from '../../ports/processor';
import { waitAfter, watchAfter } from './refund-backoff';
import { issueCreditNote } from '../document/document.store';
import type { PartOfRefund } from './refund-parts';
import { divideOver, due, raiseRefunded, recordRefund, sumOf } from './refund-record.store';
import { returnOrder, returnTickets, takeTickets } from './refund-taking.store';
import { goesBack, IN_FULL, type RefundTerms } from './refund-terms';

/** Why money goes back, and how much of each ticket. */
export interface Why {
  reason: string;
  terms: RefundTerms;
  /** The buyer gives their own tickets back. */
  byBuyer?: boolean;
}

/**
 * Takes tickets of a locked, paid order back and promises what goes back of their price, in a refund of each of its payments. Returns the first;
 * null for tickets of which nothing goes back.
 */
export async function promiseRefund(step: Step, order: Order, tickets: readonly Ticket[], why: Why): Promise<Refund | null> {
  const { reason, terms, byBuyer: own = false } = why;
  const parts = await divideOver(step, order, priceOf(tickets, terms));
  const refunds = await promiseParts(step, order, parts, reason);
  const refund = refunds[0] ?? null;
  await takeTickets(step, order, tickets, { refundId: refund?.id ?? null, amount: sumOf(parts), terms, own });
  await issueCreditNote(step, order, idsOf(refunds), tiersOf(tickets));
  return refund;
}

/** Promises money of a locked order back for which no ticket is taken. Returns the first refund. */
export async function promiseGoodwill(step: Step, order: Order, amount: bigint, reason: string): Promise<Refund> {
  const refunds = await promiseParts(step, order, await divideOver(step, order, amount), reason, true);
  await issueCreditNote(step, order, idsOf(refunds), []);
  return refunds[0]!;
}

async function promiseParts(step: Step, order: Order, parts: readonly PartOfRefund[], reason: string, goodwill = false): Promise<Refund[]> {
  const refunds: Refund[] = [];
  for (const { paymentId, amount } of parts) {
    const refund = await recordRefund(step, order, { paymentId, amount, reason, goodwill });
    await postReversal(step, refund);
    refunds.push(refund);
  }
  return refunds;
}

/** Keeps that tickets of a locked order are asked back. Nothing is promised by it. */
export async function keepRequest(
  { tx, now }: Step,
  order: Order,
  tickets: readonly Ticket[],
  { id, reason, force, terms, byBuyer = false }: Pick<Refund, 'id' | 'force'> & Why,
): Promise<Refund> {
  const amountMinor = priceOf(tickets, terms);
  const first = { where: { orderId: order.id, supersededAt: null }, orderBy: { position: 'asc' as const }, select: { id: true } };
  const payment = amountMinor > 0n ? await tx.payment.findFirstOrThrow(first) : null;
  const of = { orderId: order.id, paymentId: payment?.id ?? null, currency: order.currency };
  return tx.refund.create({
    data: { id, ...of, ...terms, status: 'REQUESTED', amountMinor, reason, force, byBuyer, createdAt: now, updatedAt: now },
  });
}

/**
 * Promises what was requested, for those of its tickets that can go back, by the terms of the request. Tickets of which nothing goes back are
 * given back with it. Of several payments it is a refund of the first that has a part in it; the others get their own.
 */
export async function promiseRequested(
  step: Step,
  order: Order,
  refund: Refund,
  tickets: readonly Ticket[],
  terms: RefundTerms = refund,
): Promise<void> {
  const parts = await divideOver(step, order, priceOf(tickets, terms));
  const [first, ...others] = parts;
  if (first) await raiseRefunded(step, first);
  const data = {
    status: first ? ('PROMISED' as const) : ('MADE' as const),
    amountMinor: first?.amount ?? 0n,
    paymentId: first?.paymentId ?? null,
  };
  const promised = await step.tx.refund.update({
    where: { id: refund.id },
    data: { ...data, ...(first ? due(step, order) : {}), updatedAt: step.now },
  });
  if (first) await postReversal(step, promised);
  const more = await promiseParts(step, order, others, refund.reason);
  await takeTickets(step, order, tickets, { refundId: refund.id, amount: sumOf(parts), terms, own: refund.byBuyer });
  if (first) await issueCreditNote(step, order, [refund.id, ...idsOf(more)], tiersOf(tickets));
}

/** Takes tickets of a locked order back whose money the buyer had of their bank: nothing is promised. `amount`: what they had, as it is told. */
export async function revokeTickets(step: Step, order: Order, tickets: readonly Ticket[], amount: bigint): Promise<void> {
  await takeTickets(step, order, tickets, { refundId: null, amount: 0n, told: amount, terms: IN_FULL });
}

/**
 * Promises what is left of the price of a ticket that was resold, of a locked order, to its seller. Its place is its buyer's. Returns the
 * refunds, of which there are none where all of the price went back before; their credit note is issued behind the lock on places.
 */
export async function promiseResold(step: Step, order: Order, ticket: Ticket): Promise<Refund[]> {
  const parts = await divideOver(step, order, goesBack(ticket, IN_FULL));
  const refunds = await promiseParts(step, order, parts, 'The ticket was resold.');
  await returnTickets(step, order, [ticket], { refundId: refunds[0]?.id ?? null, amount: sumOf(parts), terms: IN_FULL, own: true });
  return refunds;
}

const idsOf = (refunds: readonly Refund[]): string[] => refunds.map(({ id }) => id);
const tiersOf = (tickets: readonly Ticket[]): string[] => tickets.map(({ tierId }) => tierId);

/** What goes back of these tickets. */
export const priceOf = (tickets: readonly Ticket[], terms: RefundTerms): bigint =>
  tickets.reduce((sum, ticket) => sum + goesBack(ticket, terms), 0n);

/**
 * Promises the money of a payment back that came and buys nothing any more; its order is locked, and is REFUNDED by it, unless the payment was
 * not to be paid at all.
 */
export async function promiseUnused(step: Step, order: Order, { id, amountMinor, supersededAt }: Payment, reason: string): Promise<Refund> {
  const refund = await recordRefund(step, order, { paymentId: id, amount: amountMinor, reason });
  await postEntry(step, {
    kind: 'UNUSED_PAYMENT',
    orderId: order.id,
    refundId: null,
    referenceId: id,
    currency: order.currency,
    occurredAt: step.now,
    lines: unusedPaymentLines(amountMinor),
  });
  if (supersededAt === null) await returnUnused(step, order, amountMinor);
  return refund;
}

/** Promises a payment of a locked order back that waited, and buys nothing. */
export async function promiseWaiting(
  step: Step,
  order: Order,
  { id, amountMinor, disputedMinor, payerId }: Payment,
  reason: string,
): Promise<void> {
  // What the buyer has had of their bank is not given back again.
  const amount = amountMinor - disputedMinor;
  const { id: orderId, currency } = order;
  const part = { paymentId: id, amount, reason };
  const refundId = amount > 0n ? (await recordRefund(step, order, part)).id : null;
  if (!refundId) await raiseRefunded(step, part);
  const lines = partReturnedLines(amount, disputedMinor);
  await postEntry(step, { kind: 'PART_RETURNED', orderId, refundId, referenceId: id, currency, occurredAt: step.now, lines });
  if (payerId !== null && payerId !== order.userId && order.payBy !== null)
    await step.tell(orderSplit(order, { toUserId: payerId, state: 'RETURNED', amount }, step.now));
  await returnUnused(step, order, amount);
}

const returnUnused = (step: Step, order: Order, amount: bigint) =>
  returnOrder(step, order, { amount, status: 'REFUNDED', ticketIds: [], remainingTicketIds: [] });

/** Keeps that the processor did not make a promised refund: it is asked later again, or no more when that goes on for too long. */
export async function keepFailedTry({ tx, now, kept }: Step, id: string, lastError: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM refunds WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const { status, dueSince, createdAt, ...refund } = await tx.refund.findUniqueOrThrow({ where: { id } });
  if (status !== 'PROMISED') return;
  const attempts = refund.attempts + 1;
  const givesUp = now.getTime() - (dueSince ?? createdAt).getTime() >= kept.settings.REFUND_GIVE_UP_HOURS * 3_600_000;
  const nextAttemptAt = givesUp ? null : new Date(now.getTime() + waitAfter(attempts));
  await tx.refund.update({
    where: { id },
    data: { status: givesUp ? 'FAILED' : 'PROMISED', attempts, nextAttemptAt, lastError: lastError.slice(0, 500), updatedAt: now },
  });
}

/** Promises a refund that had failed anew. Returns false when it has not failed. */
export async function promiseAgain({ tx, now }: Step, id: string): Promise<boolean> {
  const { count } = await tx.refund.updateMany({
    where: { id, status: 'FAILED' },
    data: { status: 'PROMISED', attempts: 0, dueSince: now, nextAttemptAt: now, updatedAt: now },
  });
  return count > 0;
}

/** Keeps that the processor has made a refund, once. `isWatched`: whether it is asked later if the money has come back. */
export async function keepMadeRefund(
  step: Step,
  refund: Refund,
  { ref, feeReturnedMinor }: MadeRefund,
  { isWatched }: { isWatched: boolean },
): Promise<void> {
  const { tx, now } = step;
  const wait = isWatched ? watchAfter(0) : null;
  const { id, orderId, currency, amountMinor, timesReturned: round } = refund;
  const { count } = await tx.refund.updateMany({
    where: { id, status: 'PROMISED', timesReturned: round },
    data: { status: 'MADE', processorRef: ref, nextAttemptAt: wait === null ? null : new Date(now.getTime() + wait), updatedAt: now },
  });
  if (count === 0) return;
  // Of one that is made again the fee was settled the first time.
  const [fee] = round > 0 ? [{ amount: 0n }] : await tx.$queryRaw<{ amount: bigint }[]>(feePartOf(id));
  const lines = refundMadeLines(amountMinor, { feePart: fee!.amount, feeReturned: feeReturnedMinor });
  await postEntry(step, { kind: 'REFUND_MADE', orderId, refundId: id, round, currency, occurredAt: now, lines });
}

/** Keeps that somebody who sells has given a promised refund back from what the seller holds, once. Returns false when it was not promised. */
export async function keepHandedBack(step: Step, id: string, handedBy: string): Promise<boolean> {
  const { tx, now } = step;
  const { count } = await tx.refund.updateMany({
    where: { id, status: 'PROMISED', bySeller: true },
    data: { status: 'MADE', handedBy, updatedAt: now },
  });
  if (count === 0) return false;
  const { orderId, currency, amountMinor } = await tx.refund.findUniqueOrThrow({ where: { id } });
  const { creatorId } = await tx.revenueShare.findUniqueOrThrow({ where: { orderId } });
  const lines = handedBackLines(amountMinor, creatorId);
  await postEntry(step, { kind: 'REFUND_MADE', orderId, refundId: id, currency, occurredAt: now, lines });
  return true;
}

/** Says when we ask next whether a refund has come back, if it is made and not too old. */
export async function planWatch({ tx, now }: Step, { id, updatedAt }: Refund): Promise<void> {
  const wait = watchAfter(now.getTime() - updatedAt.getTime());
  const nextAttemptAt = wait === null ? null : new Date(now.getTime() + wait);
  await tx.refund.updateMany({ where: { id, status: 'MADE' }, data: { nextAttemptAt } });
}

/** Keeps that a refund which was made has come back: it is owed again, and put before a person, who finds another way or has it tried again. */
export async function keepReturnedRefund(step: Step, processorRef: string, reason: string): Promise<void> {
  const { tx, now } = step;
  const [row] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM refunds WHERE processor_ref = ${processorRef} FOR NO KEY UPDATE`;
  const refund = row && (await tx.refund.findUniqueOrThrow({ where: { id: row.id } }));
  if (refund?.status !== 'MADE') return;
  const { id, orderId, currency, amountMinor, timesReturned: round } = refund;
  await tx.refund.update({
    where: { id },
    data: {
      ...{ status: 'FAILED', processorRef: null, timesReturned: round + 1, nextAttemptAt: null },
      ...{ lastError: reason.slice(0, 500), updatedAt: now },
    },
  });
  const lines = refundReturnedLines(amountMinor);
  await postEntry(step, { kind: 'REFUND_RETURNED', orderId, refundId: id, round, currency, occurredAt: now, lines });
}

async function postReversal(step: Step, { id, orderId, currency, amountMinor }: Refund): Promise<void> {
  const share = await step.tx.revenueShare.findUniqueOrThrow({ where: { orderId } });
  const taken = reverseShare(amountMinor, await leftOfShare(step, share));
  await postEntry(step, {
    kind: 'REFUND_PROMISED',
    orderId,
    refundId: id,
    currency,
    occurredAt: step.now,
    lines: refundPromisedLines(amountMinor, taken, share),
  });
}
