import { invalidInput, notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Order, Payment, Resale } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { eligibilityToBuy } from '../event/event-eligibility.store';
import { lockEvent } from '../event/event.store';
import { holdResale } from '../hold/hold.store';
import { expireHoldsOf } from '../order/order-holds.store';
import { refuseOverLimit } from '../order/order-limit.store';
import { asRefusals } from '../payment/payment-charging.kept';
import { nextPayment } from '../payment/payment-parts';
import { isPayable, isResaleOpen } from '../resale/resale-open';
import type { BuyResale } from '../resale/resale.input';
import { resaleClosed } from '../resale/resale.refusals';
import { notForSale, paymentsUnavailable } from '../sales/sales.refusals';
import { soldOut } from '../tier/tier.refusals';
import { createOrder } from './checkout.store';

/** Orders of tickets that others resell. */
export class ResaleCheckout {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  async buy(input: BuyResale): Promise<{ order: Order; payment: Payment | null }> {
    const { kept, caller, loaders, viewer } = this.ctx;
    const known = await loaders.resaleById.load(input.resaleId);
    if (!known || !(await this.events.byId(known.eventId))) throw notFound('What is offered');
    if (known.sellerId === viewer.id) throw invalidInput('resaleId', 'must be an offer of somebody else');
    // Nobody waits for the job when who kept it has let the time pass.
    if (known.status === 'RESERVED') await this.ctx.change('expireHolds', {}, (step) => expireHoldsOf(step, known.eventId));
    const orderId = await this.ctx.change('buyResale', input, (step) => this.placeOrder(step, known));
    await asRefusals(() => kept.charging.prepare(orderId, caller.correlationId));
    const [order, payments] = await Promise.all([loaders.orderById.load(orderId), loaders.paymentsByOrderId.load(orderId)]);
    return { order: order!, payment: nextPayment(payments) };
  }

  private async placeOrder(step: Step, { id, tierId, eventId, priceMinor, currency }: Resale): Promise<string> {
    const userId = this.ctx.viewer.id;
    const event = await lockEvent(step, eventId);
    const { DOOR_OPENS_HOURS: before, DOOR_CLOSES_HOURS: after } = step.kept.settings;
    if (!event || !isResaleOpen(event, step.now, { before, after }))
      throw resaleClosed(event?.status === 'PUBLISHED' ? 'DOOR_OPEN' : 'EVENT_CLOSED');
    if (!isPayable(priceMinor, currency)) throw resaleClosed('BELOW_MINIMUM');
    const toBuy = await eligibilityToBuy(step, event, userId);
    if (toBuy.code !== 'ELIGIBLE') throw notForSale(toBuy);
    if (!step.kept.sellsPaid) throw paymentsUnavailable();
    const asks = [{ tierId, quantity: 1 }];
    await refuseOverLimit(step, { userId, eventId, asks });
    const tier = await step.tx.ticketTier.findUniqueOrThrow({ where: { id: tierId } });
    const line = { tierId, quantity: 1, listPrice: priceMinor, unitPrice: priceMinor };
    const order = await createOrder(step, userId, [line], [{ ...tier, currency }], event, { resaleId: id });
    if (!(await holdResale(step, order))) throw soldOut({ id: tierId, name: tier.name, free: 0 });
    return order.id;
  }
}
