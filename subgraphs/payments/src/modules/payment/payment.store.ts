import { randomUUID } from 'node:crypto';
import { conflict } from '@marquee/platform';
import type { Step } from '../../context';
import type { EventCopy, Payment, PaymentAttempt } from '../../generated/prisma/client';
import type { Intent, IntentState } from '../../ports/processor';
import { closedReason } from '../sales/sales-closed';
import { notForSale, salesClosed } from '../sales/sales.refusals';
import { eligibilityToBuy } from '../event/event-eligibility.store';
import { lockEvent } from '../event/event.store';
import { processorFeeLines } from '../ledger/ledger-entries';
import { postEntry } from '../ledger/ledger.store';
import { completeOrder } from '../order/order-fulfilment.store';
import { refuseOverLimit, wishOf } from '../order/order-limit.store';
import { claimOf, hasTickets, isOpen, nextStatus } from '../order/order-status';
import { orderClosed } from '../order/order.refusals';
import { lockOrder, moveOrder } from '../order/order.store';
import type { OrderWithItems } from '../order/order.types';
import { promiseUnused } from '../refund/refund.store';
import { holdResale, releaseHolds } from '../hold/hold.store';
import { promoRefused } from '../promo/promo.refusals';
import { findEndedCode, takeCodesAgain, type RefusedCode } from '../promo/promo.store';
import { openInspection } from '../risk/risk-inspection.store';
import { assessTry } from '../risk/risk.store';
import type { Payer } from '../risk/risk.types';
import { holdPlaces } from '../tier/tier-stock.store';
import { soldOut } from '../tier/tier.refusals';
import { checkAfter, PATIENCE_MS } from './payment-checks';
import { keepWaiting, otherPayments, spendWaiting } from './payment-parts.store';
import { sellTo, tiersClosed } from './payment-sale.store';
import { NOT_ACCEPTED } from './payment.refusals';
import { followPart } from './payment-split.store';

/** How long places are kept for a buyer who pays after the hold has ended: long enough for one payment, too short to hoard. */
const GRACE_MS = 2 * 60_000;

/** A try that may still charge. */
export const OPEN_ATTEMPTS: PaymentAttempt['status'][] = ['STARTED', 'REQUIRES_ACTION', 'PROCESSING'];

/** Which payment of which order. */
export type PaymentId = Pick<Payment, 'id' | 'orderId'>;

/** Keeps the processor's reference of a payment that it has prepared. */
export async function keepIntent(step: Step, { id, orderId }: PaymentId, { ref, clientSecret }: Intent): Promise<void> {
  const { tx, now } = step;
  const order = await lockOrder(step, orderId);
  if (order.status === 'PENDING') await moveOrder(step, order, 'AWAITING_PAYMENT');
  await tx.payment.updateMany({
    where: { id, processorRef: null },
    data: { processorRef: ref, clientSecret, nextCheckAt: later(now, PATIENCE_MS), version: { increment: 1 }, updatedAt: now },
  });
}

/**
 * Opens a try to pay a part of a locked order with a method and returns its id; null when that is paid already. A try with the same method that is under
 * way is joined. An order whose hold has ended gets its places again first, or is refused before anything is charged. A try that looks like
 * fraud is kept as declined, and the processor is not asked.
 */
export async function beginAttempt(
  step: Step,
  order: OrderWithItems,
  paymentId: string,
  { method, payer }: { method: string; payer: Payer },
): Promise<string | null> {
  const { tx, now } = step;
  if (hasTickets(order.status)) return null;
  if (!isOpen(order.status) && order.status !== 'EXPIRED') throw orderClosed(order.status);
  const event = await lockEvent(step, order.eventId);
  const closed = event && closedReason(event, now);
  if (closed) throw salesClosed(closed);
  const payment = await tx.payment.findUniqueOrThrow({ where: { id: paymentId } });
  if (payment.supersededAt) throw conflict('This payment was divided: pay its parts.');
  if (payment.status === 'SUCCEEDED') return null;
  const open = await tx.paymentAttempt.findFirst({ where: { paymentId: payment.id, status: { in: OPEN_ATTEMPTS } } });
  if (open && open.status !== 'REQUIRES_ACTION' && open.method !== method)
    throw conflict('This order is being paid with another method right now.');
  if (open?.method === method) return open.id;
  // A step at the bank that was never taken gives way to another method.
  if (open) await updateAttempt(step, open.id, { status: 'DECLINED', declineCode: 'abandoned', declineReason: 'Another method was used.' });
  return openAttempt(step, { order, event, payment, method, payer });
}

async function openAttempt(
  step: Step,
  {
    order,
    event,
    payment,
    method,
    payer,
  }: { order: OrderWithItems; event: EventCopy | null; payment: Payment; method: string; payer: Payer },
): Promise<string> {
  const { tx, now } = step;
  const id = randomUUID();
  const { action, keep } = await assessTry(step, { order, payment, payer, places: placesOf(order) });
  // What is refused keeps no places from anybody.
  if (action !== 'REFUSE') await keepPlaces(step, order, event);
  const how = action === 'REFUSE' ? NOT_ACCEPTED : { status: 'STARTED' as const, stepUp: action === 'STEP_UP' };
  await tx.paymentAttempt.create({ data: { id, paymentId: payment.id, method, ...how, createdAt: now, updatedAt: now } });
  await keep(id);
  if (action === 'INSPECT' && !order.inspect) await tx.order.update({ where: { id: order.id }, data: { inspect: true } });
  if (action !== 'REFUSE') await tx.payment.update({ where: { id: payment.id }, data: { nextCheckAt: later(now, PATIENCE_MS) } });
  return id;
}

const placesOf = ({ items }: OrderWithItems): number => items.reduce((sum, { quantity }) => sum + quantity, 0);

/** Id of the try that waits for a step at the bank; null when none does. */
export async function findWaitingAttempt({ tx }: Step, paymentId: string): Promise<string | null> {
  const waiting = await tx.paymentAttempt.findFirst({ where: { paymentId, status: 'REQUIRES_ACTION' } });
  return waiting?.id ?? null;
}

/**
 * Takes the processor's answer in: attempt, payment, order, tickets and ledger change together or not at all. Returns the try as it then
 * is, and the id of the refund that had to be promised, if any.
 */
export async function takeAnswerIn(
  step: Step,
  asked: PaymentAttempt & { payment: Payment },
  { state }: Intent,
): Promise<{ taken: PaymentAttempt; refundId: string | null }> {
  const { tx } = step;
  const order = await lockOrder(step, asked.payment.orderId);
  const payment = await tx.payment.findUniqueOrThrow({ where: { id: asked.paymentId } });
  const { status } = await tx.paymentAttempt.findUniqueOrThrow({ where: { id: asked.id } });
  // The answer to a question that was settled meanwhile is stale, unless it tells of money.
  const isNews = state.status !== status && (status === asked.status || state.status === 'SUCCEEDED');
  const isNew = payment.status !== 'SUCCEEDED' && isNews;
  const refundId = isNew ? await applyNews(step, { order, payment, attemptId: asked.id, state }) : null;
  return { taken: await tx.paymentAttempt.findUniqueOrThrow({ where: { id: asked.id } }), refundId };
}

/**
 * Takes money in that nobody confirmed here: it was paid by the client secret alone, or confirmed by a request that left no try. Returns the
 * id of the refund that had to be promised, if any.
 */
export async function takeStrayIn(step: Step, { id, orderId }: PaymentId, state: IntentState): Promise<string | null> {
  const { tx, now } = step;
  const order = await lockOrder(step, orderId);
  const payment = await tx.payment.findUniqueOrThrow({ where: { id } });
  if (payment.status === 'SUCCEEDED' || state.status !== 'SUCCEEDED') return null;
  const open = await tx.paymentAttempt.findFirst({ where: { paymentId: payment.id, status: { in: OPEN_ATTEMPTS } } });
  const stray = { id: randomUUID(), paymentId: payment.id, method: 'client', createdAt: now, updatedAt: now };
  const attempt = open ?? (await tx.paymentAttempt.create({ data: { ...stray, status: 'STARTED' } }));
  const inspect = order.inspect || (!open && (await isStraySuspect(step, { order, payment, attemptId: attempt.id })));
  if (inspect && !order.inspect) await tx.order.update({ where: { id: order.id }, data: { inspect } });
  return applyNews(step, { order: { ...order, inspect }, payment, attemptId: attempt.id, state });
}

/** Judges money that came without a try of ours, which was not judged: it is inspected, too, where a try for the same order was refused. */
async function isStraySuspect(
  step: Step,
  { order, payment, attemptId }: { order: OrderWithItems; payment: Payment; attemptId: string },
): Promise<boolean> {
  const payer = { userId: payment.payerId ?? order.userId, network: null, card: { fingerprint: null, country: null } };
  const { action, keep } = await assessTry(step, { order, payment, payer, places: placesOf(order) });
  const refused = await step.tx.riskAssessment.count({ where: { orderId: order.id, action: 'REFUSE' } });
  await keep(attemptId);
  return action === 'REFUSE' || action === 'INSPECT' || refused > 0;
}

/** Says when the processor is asked about a payment next, if it is not settled. */
export async function planCheck({ tx, now }: Step, id: string): Promise<void> {
  const { status, createdAt } = await tx.payment.findUniqueOrThrow({ where: { id } });
  const after = checkAfter(status, now.getTime() - createdAt.getTime());
  await tx.payment.update({ where: { id }, data: { nextCheckAt: after === null ? null : later(now, after) } });
}

/** What the processor says of a try, with the rows it is about; the order is locked. */
interface ProcessorNews {
  order: OrderWithItems;
  payment: Payment;
  attemptId: string;
  state: IntentState;
}

/** Returns the id of the refund it had to promise, if any. */
async function applyNews(step: Step, news: ProcessorNews): Promise<string | null> {
  const refundId = await applyState(step, news);
  if (news.order.payBy !== null) await followPart(step, await lockOrder(step, news.order.id), news.payment);
  return refundId;
}

async function applyState(step: Step, { order, payment, attemptId, state }: ProcessorNews): Promise<string | null> {
  switch (state.status) {
    case 'REQUIRES_METHOD':
      return null;
    case 'DECLINED':
      await updateAttempt(step, attemptId, { status: 'DECLINED', declineCode: state.code, declineReason: state.reason });
      await updatePayment(step, payment, { status: 'REQUIRES_METHOD' });
      return null;
    case 'REQUIRES_ACTION':
      await updateAttempt(step, attemptId, { status: 'REQUIRES_ACTION', actionUrl: state.actionUrl });
      await updatePayment(step, payment, { status: 'REQUIRES_ACTION' });
      return null;
    case 'PROCESSING':
      await updateAttempt(step, attemptId, { status: 'PROCESSING' });
      await updatePayment(step, payment, { status: 'PROCESSING', nextCheckAt: step.now });
      return null;
    case 'SUCCEEDED':
      await updateAttempt(step, attemptId, { status: 'SUCCEEDED' });
      await updatePayment(step, payment, { status: 'SUCCEEDED', feeMinor: state.feeMinor, capturedAt: step.now, nextCheckAt: null });
      if (state.isSuspect && !order.inspect) await step.tx.order.update({ where: { id: order.id }, data: { inspect: true } });
      return spendPayment(step, { ...order, inspect: order.inspect || state.isSuspect === true }, { ...payment, feeMinor: state.feeMinor });
  }
}

/**
 * The money is there. With the last of an order's payments it buys the places that are held for it, or, after the hold ended, places that are
 * free again; otherwise all of it goes back. Decided in this one transaction, under the order's lock: never both, never neither. What comes
 * before the others waits for them, and what somebody has to look at for that; where no places are held any more it goes back instead.
 */
async function spendPayment(step: Step, order: OrderWithItems, payment: Payment): Promise<string | null> {
  await postFee(step, payment);
  if (payment.supersededAt) return (await promiseUnused(step, order, payment, 'The payment was divided, and is paid in parts.')).id;
  const event = await lockEvent(step, order.eventId);
  const calledOff = event?.status === 'CANCELLED';
  const claim = claimOf(order.status);
  const others = calledOff || claim === 'NOTHING' ? null : await otherPayments(step, payment);
  if (others?.some(({ waitingSince }) => waitingSince === null)) return keepWaiting(step, payment);
  if (others && order.inspect && claim === 'HELD_PLACES') {
    await keepWaiting(step, payment);
    await openInspection(step, order, event);
    return null;
  }
  const isCalledBack = others?.some(({ disputedMinor }) => disputedMinor > 0n) ?? false;
  const sale = others && claim !== 'NOTHING' && !order.inspect && !isCalledBack ? await sellTo(step, order, event, claim) : null;
  if (!sale) {
    const late = isCalledBack ? 'The bank called another part of the payment back.' : 'The payment arrived after the places were given up.';
    const reason = calledOff ? 'The event was called off.' : late;
    const refund = await promiseUnused(step, order, payment, reason);
    if (claim === 'HELD_PLACES') await releaseHolds(step, [order]);
    return refund.id;
  }
  await completeOrder(step, order, await spendWaiting(step, payment, others!));
  return sale.refundId;
}

/** Of what was paid the processor holds that much less for us. */
const postFee = (step: Step, { id, orderId, currency, feeMinor }: Payment): Promise<void> =>
  postEntry(step, {
    ...{ kind: 'PROCESSOR_FEE', orderId, refundId: null, referenceId: id, currency, occurredAt: step.now },
    lines: processorFeeLines(feeMinor ?? 0n),
  });

/** A hold is a promise, whatever the organiser asks for meanwhile; once it has ended the places are had like any others. */
async function keepPlaces(step: Step, order: OrderWithItems, event: EventCopy | null): Promise<void> {
  const { tx, now } = step;
  if (isOpen(order.status) && order.expiresAt > now) return;
  const toBuy = event && (await eligibilityToBuy(step, event, order.userId));
  if (toBuy && toBuy.code !== 'ELIGIBLE') throw notForSale(toBuy);
  const closed = await tiersClosed(step, order);
  if (closed) throw salesClosed(closed);
  await refuseOverLimit(step, wishOf(order, order.items));
  if (order.status === 'EXPIRED') await holdAgain(step, order);
  else refuseCode(await findEndedCode(step, order.id));
  await tx.order.update({
    where: { id: order.id },
    data: {
      status: order.status === 'EXPIRED' ? nextStatus(order.status, 'AWAITING_PAYMENT') : order.status,
      expiresAt: new Date(now.getTime() + GRACE_MS),
      version: { increment: 1 },
      updatedAt: now,
    },
  });
}

async function holdAgain(step: Step, order: OrderWithItems): Promise<void> {
  if (order.resaleId === null) {
    refuseCode(await takeCodesAgain(step, order));
    return holdPlaces(step, order.items);
  }
  const [{ tierId, tierName }] = order.items as [OrderWithItems['items'][number]];
  if (!(await holdResale(step, order))) throw soldOut({ id: tierId, name: tierName, free: 0 });
}

function refuseCode(refused: RefusedCode | null): void {
  if (refused) throw promoRefused(refused.code, refused.why);
}

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** A try that has ended stays as it is. */
async function updateAttempt({ tx, now }: Step, id: string, data: Partial<PaymentAttempt>): Promise<void> {
  await tx.paymentAttempt.updateMany({ where: { id, status: { in: OPEN_ATTEMPTS } }, data: { ...data, updatedAt: now } });
}

async function updatePayment({ tx, now }: Step, { id }: Payment, data: Partial<Payment>): Promise<void> {
  await tx.payment.update({ where: { id }, data: { ...data, version: { increment: 1 }, updatedAt: now } });
}
