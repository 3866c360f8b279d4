import { createHash, randomUUID } from 'node:crypto';
import { conflict, type Clock } from '@marquee/platform';
import type { Cause } from '../../cause';
import type { Database, Tx } from '../../db';
import type { Payment, PaymentAttempt } from '../../generated/prisma/client';
import type { Intent, Processor } from '../../ports/processor';
import { closedReason } from '../event/event.access';
import { salesClosed } from '../event/event.closed';
import type { LockEvent } from '../event/event.lock';
import type { Fulfilment } from '../order/order.fulfilment';
import type { LockOrder, OrderWithItems } from '../order/order.lock';
import { orderClosed } from '../order/order.refusals';
import { claimOf, hasTickets, isOpen, step } from '../order/order.status';
import type { RefundDesk } from '../refund/refund.desk';
import type { Places } from '../tier/tier.places';

export interface CollectionParts {
  db: Database;
  places: Places;
  processor: Processor;
  fulfilment: Fulfilment;
  refunds: RefundDesk;
  clock: Clock;
  lockOrder: LockOrder;
  lockEvent: LockEvent;
}

/** How long places are kept for somebody who pays after the hold has ended: long enough for one payment, too short to hoard. */
const GRACE_MS = 2 * 60_000;

export const OPEN_ATTEMPTS = ['STARTED', 'REQUIRES_ACTION', 'PROCESSING'] as const;

/**
 * Collects the money of orders, exactly once. Each try is a row first (committed), then a call to the processor with the row's id as the
 * key (outside any transaction, as often as needed), then the answer is taken in under the order's lock. Whoever dies between two of
 * these leaves an open attempt, which the next request or the reconciliation job carries on from; the key sees to it that it is one charge.
 */
export class Collection {
  constructor(private readonly parts: CollectionParts) {}

  /** Has the processor prepare the payment of an order, if that was not done. Null for orders that cost nothing. */
  async prepare(orderId: string): Promise<Payment | null> {
    const { db, processor, clock } = this.parts;
    const payment = await db.prisma.payment.findUnique({ where: { orderId } });
    if (!payment || payment.processorRef) return payment;
    const { amountMinor, currency } = payment;
    const intent = await processor.createIntent({ amountMinor, currency, orderId, key: payment.id });
    return db.transaction(async (tx) => {
      const now = clock.now();
      const order = await this.parts.lockOrder(tx, orderId);
      if (order.status === 'PENDING') {
        await tx.order.update({
          where: { id: orderId },
          data: { status: step(order.status, 'AWAITING_PAYMENT'), version: { increment: 1 }, updatedAt: now },
        });
      }
      await tx.payment.updateMany({
        where: { orderId, processorRef: null },
        data: { processorRef: intent.ref, clientSecret: intent.clientSecret, version: { increment: 1 }, updatedAt: now },
      });
      return tx.payment.findUniqueOrThrow({ where: { orderId } });
    });
  }

  /**
   * Opens a try to pay with a method and answers its id; null when the order is paid already. A try with the same method that is under
   * way is joined. An order whose hold has ended gets its places again first, or is refused before anything is charged.
   */
  async begin(tx: Tx, orderId: string, method: string): Promise<string | null> {
    const now = this.parts.clock.now();
    const order = await this.parts.lockOrder(tx, orderId);
    if (hasTickets(order.status)) return null;
    if (!isOpen(order.status) && order.status !== 'EXPIRED') throw orderClosed(order.status);
    const event = await this.parts.lockEvent(tx, order.eventId);
    const closed = event && closedReason(event, now);
    if (closed) throw salesClosed(closed);
    const payment = await tx.payment.findUniqueOrThrow({ where: { orderId } });
    const open = await tx.paymentAttempt.findFirst({ where: { paymentId: payment.id, status: { in: [...OPEN_ATTEMPTS] } } });
    if (open && open.status !== 'REQUIRES_ACTION' && open.method !== method)
      throw conflict('This order is being paid with another method right now.');
    if (open?.method === method) return open.id;
    await this.keepPlaces(tx, order, now);
    // A step at the bank that was never taken gives way to another method.
    if (open)
      await this.endAttempt(tx, open.id, { status: 'DECLINED', declineCode: 'abandoned', declineReason: 'Another method was used.' }, now);
    const id = randomUUID();
    await tx.paymentAttempt.create({ data: { id, paymentId: payment.id, method, status: 'STARTED', createdAt: now, updatedAt: now } });
    return id;
  }

  /** Asks the processor about a try, if it has not answered for good, and takes its answer in. Answers the try as it then is. */
  async carryOn(attemptId: string, cause: Cause, proof: string | null = null): Promise<PaymentAttempt> {
    const { db, processor } = this.parts;
    const attempt = await db.prisma.paymentAttempt.findUniqueOrThrow({ where: { id: attemptId }, include: { payment: true } });
    const ref = attempt.payment.processorRef!;
    if (attempt.status === 'STARTED') {
      return this.takeIn(attempt, await processor.confirm({ ref, method: attempt.method, key: attempt.id }), cause);
    }
    if (attempt.status === 'REQUIRES_ACTION' && proof !== null) {
      return this.takeIn(attempt, await processor.completeAction({ ref, proof, key: `${attempt.id}:${digest(proof)}` }), cause);
    }
    if (attempt.status === 'PROCESSING') return this.takeIn(attempt, await processor.retrieve(ref), cause);
    return attempt;
  }

  /** Takes the processor's answer in, in one transaction: attempt, payment, order, tickets and ledger change together or not at all. */
  private async takeIn(attempt: PaymentAttempt & { payment: Payment }, intent: Intent, cause: Cause): Promise<PaymentAttempt> {
    const { db, clock, refunds } = this.parts;
    let promised: string | null = null;
    const taken = await db.transaction(async (tx) => {
      const now = clock.now();
      const order = await this.parts.lockOrder(tx, attempt.payment.orderId);
      const payment = await tx.payment.findUniqueOrThrow({ where: { orderId: order.id } });
      const { status } = await tx.paymentAttempt.findUniqueOrThrow({ where: { id: attempt.id } });
      // An answer to a question that somebody else got answered meanwhile is stale, unless it tells of money.
      const news = payment.status !== 'SUCCEEDED' && (status === attempt.status || intent.state.status === 'SUCCEEDED');
      if (news) promised = await this.apply(tx, order, payment, attempt.id, intent, now, cause);
      return tx.paymentAttempt.findUniqueOrThrow({ where: { id: attempt.id } });
    });
    // The promise stands; the job makes it if we cannot.
    if (promised) await refunds.make(promised).catch(() => undefined);
    return taken;
  }

  /** Answers the id of the refund it had to promise, if any. */
  private async apply(
    tx: Tx,
    order: OrderWithItems,
    payment: Payment,
    attemptId: string,
    { state }: Intent,
    now: Date,
    cause: Cause,
  ): Promise<string | null> {
    switch (state.status) {
      case 'REQUIRES_METHOD':
        return null;
      case 'DECLINED':
        await this.endAttempt(tx, attemptId, { status: 'DECLINED', declineCode: state.code, declineReason: state.reason }, now);
        await this.updatePayment(tx, payment.id, { status: 'REQUIRES_METHOD' }, now);
        return null;
      case 'REQUIRES_ACTION':
        await this.endAttempt(tx, attemptId, { status: 'REQUIRES_ACTION', actionUrl: state.actionUrl }, now);
        await this.updatePayment(tx, payment.id, { status: 'REQUIRES_ACTION' }, now);
        return null;
      case 'PROCESSING':
        await this.endAttempt(tx, attemptId, { status: 'PROCESSING' }, now);
        await this.updatePayment(tx, payment.id, { status: 'PROCESSING' }, now);
        return null;
      case 'SUCCEEDED':
        await this.endAttempt(tx, attemptId, { status: 'SUCCEEDED' }, now);
        await this.updatePayment(tx, payment.id, { status: 'SUCCEEDED', feeMinor: state.feeMinor, capturedAt: now }, now);
        return this.fulfil(tx, order, { ...payment, feeMinor: state.feeMinor }, cause);
    }
  }

  /**
   * The money is there. It buys the places that are held for it, or, after the hold ended, places that are free again; otherwise all of it
   * goes back. Decided in this one transaction, under the order's lock: never both, never neither.
   */
  private async fulfil(tx: Tx, order: OrderWithItems, payment: Payment, cause: Cause): Promise<string | null> {
    const { places, fulfilment, refunds } = this.parts;
    const event = await this.parts.lockEvent(tx, order.eventId);
    const calledOff = event?.status === 'CANCELLED';
    const claim = claimOf(order.status);
    if (claim === 'HELD_PLACES' && !calledOff) await places.sellHeld(tx, order.items);
    else if (calledOff || claim === 'NOTHING' || !(await places.sellIfFree(tx, order.items))) {
      const reason = calledOff ? 'The event was called off.' : 'The payment arrived after the places were given up.';
      const refund = await refunds.promiseUnused(tx, order, payment, reason, cause);
      if (claim === 'HELD_PLACES') await places.release(tx, order.items);
      return refund.id;
    }
    await fulfilment.complete(tx, order, payment.feeMinor ?? 0n, cause);
    return null;
  }

  private async keepPlaces(tx: Tx, order: OrderWithItems, now: Date): Promise<void> {
    if (isOpen(order.status) && order.expiresAt > now) return;
    if (order.status === 'EXPIRED') await this.parts.places.hold(tx, order.items);
    await tx.order.update({
      where: { id: order.id },
      data: {
        status: order.status === 'EXPIRED' ? step(order.status, 'AWAITING_PAYMENT') : order.status,
        expiresAt: new Date(now.getTime() + GRACE_MS),
        version: { increment: 1 },
        updatedAt: now,
      },
    });
  }

  private async endAttempt(tx: Tx, id: string, data: Partial<PaymentAttempt>, now: Date): Promise<void> {
    await tx.paymentAttempt.updateMany({ where: { id, status: { in: [...OPEN_ATTEMPTS] } }, data: { ...data, updatedAt: now } });
  }

  private async updatePayment(tx: Tx, id: string, data: Partial<Payment>, now: Date): Promise<void> {
    await tx.payment.update({ where: { id }, data: { ...data, version: { increment: 1 }, updatedAt: now } });
  }
}

/** Another proof is another request: after a lost answer the buyer may well come back with a better one. */
const digest = (proof: string) => createHash('sha256').update(proof).digest('hex').slice(0, 16);
