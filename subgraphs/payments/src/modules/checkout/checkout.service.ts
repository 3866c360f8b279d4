import { invalidInput, notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Order, Payment, TicketTier } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { closedReason } from '../event/event-sales';
import { salesClosed } from '../event/event.refusals';
import { lockEvent } from '../event/event.store';
import { completeOrder } from '../order/order-fulfilment.store';
import { expireHoldsOf } from '../order/order-holds.store';
import { asRefusals } from '../payment/payment-charging.kept';
import { findShort, type Stock } from '../tier/tier-stock';
import { holdPlaces, sellPlaces } from '../tier/tier-stock.store';
import { soldOut } from '../tier/tier.refusals';
import type { Checkout } from './checkout.input';
import { createOrder } from './checkout.store';

/** When sales open everybody comes at once: a checkout rather waits in line for a connection than fails, for as long as a client waits. */
const PATIENT = { maxWaitMs: 10_000 };

/** Takes places for an order and keeps them; an order that costs nothing is paid on the spot. */
export class CheckoutService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  async checkOut(input: Checkout): Promise<{ order: Order; payment: Payment | null }> {
    const { kept, caller, loaders } = this.ctx;
    await this.lookAhead(input.items);
    const orderId = await this.ctx.change('checkout', input, (step) => this.placeOrder(step, input.items), PATIENT);
    await asRefusals(() => kept.charging.prepare(orderId, caller.correlationId));
    const [order, payment] = await Promise.all([loaders.orderById.load(orderId), loaders.paymentByOrderId.load(orderId)]);
    return { order: order!, payment };
  }

  /**
   * What needs no lock, before the transaction: a transaction that asks for a second connection can starve the pool. When there are too
   * few places, those whose hold has ended are freed here, so that nobody waits for the job.
   */
  private async lookAhead(items: Checkout['items']): Promise<void> {
    const ids = items.map(({ tierId }) => tierId);
    const tiers = await this.ctx.kept.db.prisma.ticketTier.findMany({ where: { id: { in: ids } } });
    const visible = await Promise.all(tiers.map(({ eventId }) => this.events.byId(eventId)));
    if (tiers.length < ids.length || visible.includes(null)) throw notFound('The ticket tier');
    if (new Set(tiers.map(({ eventId }) => eventId)).size > 1) throw invalidInput('items', 'must be tickets of one event');
    if (findShort(items, tiers.map(stockOf))) await this.ctx.change('expireHolds', {}, (step) => expireHoldsOf(step, ids), PATIENT);
  }

  /** Returns the order's id. */
  private async placeOrder(step: Step, items: Checkout['items']): Promise<string> {
    const tiers = await step.tx.ticketTier.findMany({ where: { id: { in: items.map(({ tierId }) => tierId) } } });
    await this.refuseClosedSales(step, tiers);
    // Without the lock this may be out of date, but then it is too full rather than too empty; refusing here spares the tier's lock.
    const short = findShort(items, tiers.map(stockOf));
    if (short) throw soldOut(short);
    const order = await createOrder(step, this.ctx.viewer.id, items, tiers);
    // The lock is taken last: nothing slow happens while everybody else waits for it.
    if (order.totalMinor > 0n) await holdPlaces(step, items);
    else {
      await completeOrder(step, order, 0n);
      await sellPlaces(step, items);
    }
    return order.id;
  }

  private async refuseClosedSales(step: Step, tiers: readonly TicketTier[]): Promise<void> {
    const event = await lockEvent(step, tiers[0]!.eventId);
    if (!event) throw notFound('The ticket tier');
    const closed = closedReason(event, step.now);
    if (closed) throw salesClosed(closed);
    if (tiers.some(({ onSale }) => !onSale)) throw salesClosed('TIER_CLOSED');
  }
}

const stockOf = ({ id, name, quantity, sold, held }: TicketTier): Stock => ({ id, name, free: quantity - sold - held });
