import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Order, Payment, Refund, Ticket } from '../../generated/prisma/client';
import { refundMadeLines, refundPromisedLines, unusedPaymentLines } from '../ledger/ledger-entries';
import { leftOfShare, postEntry } from '../ledger/ledger.store';
import { reverseShare } from '../ledger/revenue-share';
import { orderRefunded, type Return } from '../order/order.facts';
import { moveOrder } from '../order/order.store';
import { addUp } from '../tier/tier-stock';
import { takeBackPlaces } from '../tier/tier-stock.store';

/** Takes valid tickets of a locked, paid order back and promises their price. Returns null for tickets that cost nothing. */
export async function promiseRefund(step: Step, order: Order, tickets: readonly Ticket[], reason: string): Promise<Refund | null> {
  const { tx, now } = step;
  const amount = tickets.reduce((sum, { unitPriceMinor }) => sum + unitPriceMinor, 0n);
  const refund = amount > 0n ? await recordRefund(step, order, amount, reason) : null;
  if (refund) await postReversal(step, refund);
  const ticketIds = tickets.map(({ id }) => id);
  await tx.ticket.updateMany({
    where: { id: { in: ticketIds } },
    data: { status: 'REFUNDED', refundId: refund?.id ?? null, version: { increment: 1 }, updatedAt: now },
  });
  const remaining = await tx.ticket.findMany({ where: { orderId: order.id, status: 'VALID' }, select: { id: true } });
  await returnOrder(step, order, {
    amount,
    status: remaining.length ? 'PARTIALLY_REFUNDED' : 'REFUNDED',
    ticketIds,
    remainingTicketIds: remaining.map(({ id }) => id),
  });
  await takeBackPlaces(step, addUp(tickets.map(({ tierId }) => ({ tierId, quantity: 1 }))));
  return refund;
}

/** Promises all the money of a locked order back that came and buys nothing any more. */
export async function promiseUnused(step: Step, order: Order, { amountMinor }: Payment, reason: string): Promise<Refund> {
  const refund = await recordRefund(step, order, amountMinor, reason);
  await postEntry(step, {
    kind: 'UNUSED_PAYMENT',
    orderId: order.id,
    refundId: null,
    currency: order.currency,
    occurredAt: step.now,
    lines: unusedPaymentLines(amountMinor),
  });
  await returnOrder(step, order, { amount: amountMinor, status: 'REFUNDED', ticketIds: [], remainingTicketIds: [] });
  return refund;
}

/** Keeps that the processor has made a refund, once. */
export async function keepMadeRefund(step: Step, { id, orderId, currency, amountMinor }: Refund, processorRef: string): Promise<void> {
  const { tx, now } = step;
  const { count } = await tx.refund.updateMany({
    where: { id, status: 'PROMISED' },
    data: { status: 'MADE', processorRef, updatedAt: now },
  });
  if (count === 0) return;
  await postEntry(step, { kind: 'REFUND_MADE', orderId, refundId: id, currency, occurredAt: now, lines: refundMadeLines(amountMinor) });
}

/** The CHECK on the payment refuses a refund beyond its amount, also after a fault of ours. */
async function recordRefund({ tx, now }: Step, order: Order, amountMinor: bigint, reason: string): Promise<Refund> {
  const payment = await tx.payment.update({
    where: { orderId: order.id },
    data: { refundedMinor: { increment: amountMinor }, version: { increment: 1 }, updatedAt: now },
  });
  const of = { orderId: order.id, paymentId: payment.id, currency: order.currency };
  return tx.refund.create({
    data: { id: randomUUID(), ...of, status: 'PROMISED', amountMinor, reason, createdAt: now, updatedAt: now },
  });
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

async function returnOrder(step: Step, order: Order, returned: Return): Promise<void> {
  await moveOrder(step, order, returned.status, { refundedMinor: { increment: returned.amount } });
  await step.tell(orderRefunded({ ...order, version: order.version + 1 }, returned, step.now));
}
