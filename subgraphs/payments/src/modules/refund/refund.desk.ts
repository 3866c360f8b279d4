import { randomUUID } from 'node:crypto';
import type { Clock } from '@marquee/platform';
import type { Cause } from '../../cause';
import type { Database, Tx } from '../../db';
import type { Order, Payment, Refund, Ticket } from '../../generated/prisma/client';
import { outbox } from '../../outbox';
import type { Processor } from '../../ports/processor';
import type { Book } from '../ledger/ledger.book';
import { refundMadeLines, refundPromisedLines, unusedPaymentLines } from '../ledger/ledger.entries';
import { reverseShare } from '../ledger/revenue-share';
import { money } from '../money/money';
import { step } from '../order/order.status';
import { addUp, type Places } from '../tier/tier.places';

export interface RefundDeskParts {
  db: Database;
  book: Book;
  places: Places;
  processor: Processor;
  clock: Clock;
}

/**
 * Gives money back in two steps. The promise is made in the transaction that takes the tickets, under the order's lock: from then on it
 * is certain, and in the ledger. The processor is asked after that, with the refund's id as the key, as often as it takes; a job takes
 * care of promises whose maker died.
 */
export class RefundDesk {
  constructor(private readonly parts: RefundDeskParts) {}

  /** Takes valid tickets of a locked, paid order back and promises their price. Answers null for tickets that cost nothing. */
  async promise(tx: Tx, order: Order, tickets: readonly Ticket[], reason: string, cause: Cause): Promise<Refund | null> {
    const now = this.parts.clock.now();
    const amount = tickets.reduce((sum, { unitPriceMinor }) => sum + unitPriceMinor, 0n);
    const refund = amount > 0n ? await this.record(tx, order, amount, reason, now) : null;
    if (refund) await this.postReversal(tx, refund, now);
    const ids = tickets.map(({ id }) => id);
    await tx.ticket.updateMany({
      where: { id: { in: ids } },
      data: { status: 'REFUNDED', refundId: refund?.id ?? null, version: { increment: 1 }, updatedAt: now },
    });
    const remaining = await tx.ticket.findMany({ where: { orderId: order.id, status: 'VALID' }, select: { id: true } });
    await this.close(tx, order, {
      amount,
      status: remaining.length ? 'PARTIALLY_REFUNDED' : 'REFUNDED',
      ids,
      remaining: remaining.map(({ id }) => id),
      now,
      cause,
    });
    await this.parts.places.takeBack(tx, addUp(tickets.map(({ tierId }) => ({ tierId, quantity: 1 }))));
    return refund;
  }

  /** Promises all the money of a locked order back that came and buys nothing any more. */
  async promiseUnused(tx: Tx, order: Order, payment: Payment, reason: string, cause: Cause): Promise<Refund> {
    const now = this.parts.clock.now();
    const refund = await this.record(tx, order, payment.amountMinor, reason, now);
    const entry = { kind: 'UNUSED_PAYMENT' as const, orderId: order.id, refundId: null, currency: order.currency, occurredAt: now };
    await this.parts.book.post(tx, { ...entry, lines: unusedPaymentLines(payment.amountMinor) });
    await this.close(tx, order, { amount: payment.amountMinor, status: 'REFUNDED', ids: [], remaining: [], now, cause });
    return refund;
  }

  /** Has the processor make a promised refund. Made ones are left alone. Throws ProcessorFault when it does not answer. */
  async make(refundId: string): Promise<void> {
    const { db, processor, clock } = this.parts;
    const refund = await db.prisma.refund.findUniqueOrThrow({ where: { id: refundId }, include: { payment: true } });
    if (refund.status === 'MADE') return;
    const { ref } = await processor.refund({ ref: refund.payment.processorRef!, amountMinor: refund.amountMinor, key: refund.id });
    await db.transaction(async (tx) => {
      const now = clock.now();
      const { count } = await tx.refund.updateMany({
        where: { id: refundId, status: 'PROMISED' },
        data: { status: 'MADE', processorRef: ref, updatedAt: now },
      });
      if (count === 0) return;
      await this.parts.book.post(tx, {
        kind: 'REFUND_MADE',
        orderId: refund.orderId,
        refundId,
        currency: refund.currency,
        occurredAt: now,
        lines: refundMadeLines(refund.amountMinor),
      });
    });
  }

  /** The CHECK on the payment refuses what would exceed it, whatever led here. */
  private async record(tx: Tx, order: Order, amount: bigint, reason: string, now: Date): Promise<Refund> {
    const payment = await tx.payment.update({
      where: { orderId: order.id },
      data: { refundedMinor: { increment: amount }, version: { increment: 1 }, updatedAt: now },
    });
    return tx.refund.create({
      data: {
        id: randomUUID(),
        orderId: order.id,
        paymentId: payment.id,
        status: 'PROMISED',
        amountMinor: amount,
        currency: order.currency,
        reason,
        createdAt: now,
        updatedAt: now,
      },
    });
  }

  private async postReversal(tx: Tx, refund: Refund, now: Date): Promise<void> {
    const share = await tx.revenueShare.findUniqueOrThrow({ where: { orderId: refund.orderId } });
    const taken = reverseShare(refund.amountMinor, await this.parts.book.leftOf(tx, share));
    await this.parts.book.post(tx, {
      kind: 'REFUND_PROMISED',
      orderId: refund.orderId,
      refundId: refund.id,
      currency: refund.currency,
      occurredAt: now,
      lines: refundPromisedLines(refund.amountMinor, taken, share),
    });
  }

  private async close(
    tx: Tx,
    order: Order,
    change: { amount: bigint; status: 'REFUNDED' | 'PARTIALLY_REFUNDED'; ids: string[]; remaining: string[]; now: Date; cause: Cause },
  ): Promise<void> {
    const { amount, status, ids, remaining, now, cause } = change;
    await tx.order.update({
      where: { id: order.id },
      data: { status: step(order.status, status), refundedMinor: { increment: amount }, version: { increment: 1 }, updatedAt: now },
    });
    await outbox.append(tx, {
      topic: 'order.refunded',
      key: order.id,
      payload: {
        orderId: order.id,
        version: order.version + 1,
        userId: order.userId,
        eventId: order.eventId,
        status,
        amount: money(amount, order.currency),
        refundedTicketIds: ids,
        remainingTicketIds: remaining,
        refundedAt: now.toISOString(),
      },
      headers: { correlationId: cause.correlationId },
    });
  }
}
