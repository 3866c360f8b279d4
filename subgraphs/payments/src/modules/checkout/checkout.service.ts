import { invalidInput, lookUntil, notFound, rowsOf, rowsWithin } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import type { EventCopy, EventSales, Order, Payment, TicketTier } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { eligibilityToBuy } from '../event/event-eligibility.store';
import { lockEvent } from '../event/event.store';
import { completeOrder } from '../order/order-fulfilment.store';
import { expireHoldsOf } from '../order/order-holds.store';
import { refuseOverLimit } from '../order/order-limit.store';
import { asRefusals } from '../payment/payment-charging.kept';
import { nextPayment } from '../payment/payment-parts';
import { isPreparing } from '../sales/sales';
import { isUnknownCode } from '../promo/promo.refusals';
import { areJudged, noteTriedCode } from '../risk/risk.store';
import { priceOrder } from './checkout-price.store';
import { lockCodes, takeOfCodes } from '../promo/promo.store';
import { tierClosedReason } from '../sales/sales-closed';
import { notForSale, paymentsUnavailable, salesClosed } from '../sales/sales.refusals';
import { hasTooFew, stockOf } from '../tier/tier-stock';
import { holdPlaces, refuseShort, sellPlaces } from '../tier/tier-stock.store';
import type { Checkout } from './checkout.input';
import { createOrder } from './checkout.store';

/** When sales open everybody comes at once: a checkout rather waits in line for a connection than fails, for as long as a client waits. */
const PATIENT = { maxWaitMs: 10_000 };

const WHICH_TIERS = 'id = ANY($1::uuid[])';
const tiersById = rowsOf<TicketTier>('TicketTier', WHICH_TIERS);
const tiersWithin = rowsWithin<TicketTier>('TicketTier', WHICH_TIERS);
const WHOSE_SALES = 'event_id = $1::uuid';
const salesOfEvent = rowsOf<EventSales>('EventSales', WHOSE_SALES);
const salesWithin = rowsWithin<EventSales>('EventSales', WHOSE_SALES);

/** Takes places for an order and keeps them; an order that costs nothing is paid on the spot. */
export class CheckoutService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  async checkOut(input: Checkout): Promise<{ order: Order; payment: Payment | null }> {
    const { kept, caller, loaders } = this.ctx;
    await this.lookAhead(input.items);
    const orderId = await this.ctx
      .change('checkout', input, (step) => this.placeOrder(step, input), PATIENT)
      .catch((error) => this.noteGuess(error));
    await asRefusals(() => kept.charging.prepare(orderId, caller.correlationId));
    const [order, payments] = await Promise.all([loaders.orderById.load(orderId), loaders.paymentsByOrderId.load(orderId)]);
    return { order: order!, payment: nextPayment(payments) };
  }

  /** Keeps that somebody asked for a code that there is not; the checkout that asked for it has left nothing. */
  private async noteGuess(error: unknown): Promise<never> {
    if (isUnknownCode(error) && areJudged(this.ctx.kept.settings))
      await this.ctx.change('noteTriedCode', {}, (step) => noteTriedCode(step, this.ctx.viewer.id));
    throw error;
  }

  /**
   * What needs no lock, before the transaction: a transaction that asks for a second connection can starve the pool. When there are too
   * few places, or the viewer has as many as one person may, what lapsed holds keep is freed here, so that nobody waits for the job.
   */
  private async lookAhead(items: Checkout['items']): Promise<void> {
    const { prisma } = this.ctx.kept.db;
    const ids = items.map(({ tierId }) => tierId);
    const tiers = await tiersById(this.ctx.kept.db, [ids]);
    const visible = await Promise.all(tiers.map(({ eventId }) => this.events.byId(eventId)));
    if (tiers.length < ids.length || visible.includes(null)) throw notFound('The ticket tier');
    const [eventId, other] = new Set(tiers.map((tier) => tier.eventId));
    if (other) throw invalidInput('items', 'must be tickets of one event');
    const sales = await this.untilGranted(eventId!);
    const lapsed = { status: { in: ['PENDING' as const, 'AWAITING_PAYMENT' as const] }, expiresAt: { lte: this.ctx.kept.clock.now() } };
    const isFull = hasTooFew(items, tiers.map(stockOf), sales);
    const hasLapsed = isFull || (await prisma.order.count({ where: { eventId, userId: this.ctx.viewer.id, ...lapsed } })) > 0;
    if (hasLapsed) await this.ctx.change('expireHolds', {}, (step) => expireHoldsOf(step, eventId!), PATIENT);
  }

  /** What is sold of the event. Right after its first tier was made this waits a moment for the first grant. */
  private async untilGranted(eventId: string) {
    const { db, bus, settings } = this.ctx.kept;
    const look = async () => (await salesOfEvent(db, [eventId]))[0] ?? null;
    const sales = await look();
    if (!isPreparing(sales)) return sales;
    const granted = async () => {
      const now = await look();
      return isPreparing(now) ? null : now;
    };
    return lookUntil(bus, channels.sales(eventId), granted, settings.ANSWER_WITHIN_MS);
  }

  /** Returns the order's id. */
  private async placeOrder(step: Step, { items, promoCodes, billTo = null }: Checkout): Promise<string> {
    const { prisma } = step.kept.db;
    const tiers = await tiersWithin(step.tx, prisma, [items.map(({ tierId }) => tierId)]);
    const userId = this.ctx.viewer.id;
    const event = await lockEventForSale(step, tiers, userId);
    const [sales] = await salesWithin(step.tx, prisma, [event.id]);
    // Without the lock this may be out of date, but then it is too full rather than too empty; refusing here spares the sales' lock.
    refuseShort(items, tiers.map(stockOf), sales!);
    await refuseOverLimit(step, { userId, eventId: event.id, asks: items });
    const codes = await lockCodes(step, event.id, promoCodes ?? []);
    const { lines, uses } = priceOrder(items, tiers, codes);
    const order = await createOrder(step, userId, lines, tiers, event, { billTo });
    if (!this.ctx.kept.sellsPaid && order.totalMinor > 0n) throw paymentsUnavailable();
    await takeOfCodes(step, order, codes, uses);
    // The lock is taken last: nothing slow happens while everybody else waits for it.
    if (order.totalMinor > 0n) await holdPlaces(step, items);
    else {
      await completeOrder(step, order, null);
      await sellPlaces(step, items);
    }
    return order.id;
  }
}

/** The event, locked; refuses when its sales, or one of these tiers, are closed, or closed to this person. */
async function lockEventForSale(step: Step, tiers: readonly TicketTier[], userId: string): Promise<EventCopy> {
  const event = await lockEvent(step, tiers[0]!.eventId);
  if (!event) throw notFound('The ticket tier');
  const toBuy = await eligibilityToBuy(
    step,
    event,
    userId,
    tiers.every(({ onSale }) => onSale),
  );
  if (toBuy.code !== 'ELIGIBLE') throw notForSale(toBuy);
  const closed = tiers.map((tier) => tierClosedReason(tier, step.now)).find((reason) => reason !== null);
  if (closed) throw salesClosed(closed);
  return event;
}
