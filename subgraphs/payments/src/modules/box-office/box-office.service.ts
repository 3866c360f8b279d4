import { conflict, invalidInput, notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Order } from '../../generated/prisma/client';
import { priceOrder } from '../checkout/checkout-price.store';
import { createOrder } from '../checkout/checkout.store';
import type { EventAccess } from '../event/event-access.service';
import { refuseWithout } from '../event/event-rights';
import { holdRight } from '../event/event-rights.store';
import { lockEvent } from '../event/event.store';
import { completeOrder } from '../order/order-fulfilment.store';
import { expireHoldsOf } from '../order/order-holds.store';
import type { OrderService } from '../order/order.service';
import { isReachable } from '../person/person.store';
import { lockCodes, takeOfCodes } from '../promo/promo.store';
import { closedReason } from '../sales/sales-closed';
import { salesClosed } from '../sales/sales.refusals';
import { hasTooFew, stockOf } from '../tier/tier-stock';
import { sellPlaces } from '../tier/tier-stock.store';
import type { SellAtBoxOffice } from './box-office.input';
import { nameTickets, paidAtBoxOffice } from './box-office.store';

/** Places that the box office sells: the seller has the money, and the guest the tickets, at once. */
export class BoxOfficeService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
    private readonly orders: OrderService,
  ) {}

  async sell(input: SellAtBoxOffice): Promise<Order> {
    const eventId = await this.lookAhead(input.items);
    const id = await this.ctx.change('sellAtBoxOffice', input, (step) => this.placeOrder(step, eventId, input));
    return this.orders.require(id);
  }

  /** Whose event it is, and what lapsed holds keep where there are too few places: nobody waits at a counter for the job. */
  private async lookAhead(items: SellAtBoxOffice['items']): Promise<string> {
    const tiers = await this.ctx.kept.db.prisma.ticketTier.findMany({ where: { id: { in: items.map(({ tierId }) => tierId) } } });
    const visible = await Promise.all(tiers.map(({ eventId }) => this.events.byId(eventId)));
    if (tiers.length < items.length || visible.includes(null)) throw notFound('The ticket tier');
    const [eventId, other] = new Set(tiers.map((tier) => tier.eventId));
    if (other) throw invalidInput('items', 'must be tickets of one event');
    if (!(await this.events.hasRight(eventId!, 'SELL'))) throw refuseWithout('SELL');
    const sales = await this.ctx.kept.db.prisma.eventSales.findUnique({ where: { eventId: eventId! } });
    if (hasTooFew(items, tiers.map(stockOf), sales)) await this.ctx.change('expireHolds', {}, (step) => expireHoldsOf(step, eventId!));
    return eventId!;
  }

  private async placeOrder(step: Step, eventId: string, input: SellAtBoxOffice): Promise<string> {
    const { viewer } = this.ctx;
    const { items, promoCodes, tender, toUserId = null, guestName, expectedTotalMinor, billTo = null } = input;
    const event = await lockEvent(step, eventId);
    await holdRight(step, eventId, viewer, 'SELL');
    const closed = event && closedReason(event, step.now);
    if (!event || closed) throw salesClosed(closed ?? 'NOT_PUBLISHED');
    if (toUserId && toUserId !== viewer.id && !(await isReachable(step, viewer.id, toUserId))) throw notFound('This person');
    const tiers = await step.tx.ticketTier.findMany({ where: { id: { in: items.map(({ tierId }) => tierId) } } });
    if (tiers.some(({ onSale }) => !onSale)) throw salesClosed('TIER_CLOSED');
    const codes = await lockCodes(step, eventId, promoCodes ?? []);
    const { lines, uses } = priceOrder(items, tiers, codes, { isBoxOffice: true });
    const order = await createOrder(step, toUserId, lines, tiers, event, { billTo, boxOffice: { soldBy: viewer.id, tender } });
    if (expectedTotalMinor != null && order.totalMinor !== expectedTotalMinor)
      throw conflict(`It comes to ${order.totalMinor} ${order.currency} in minor units.`);
    await takeOfCodes(step, order, codes, uses);
    await sellPlaces(step, items);
    await completeOrder(step, order, await paidAtBoxOffice(step, order));
    if (guestName != null) await nameTickets(step, order.id, guestName);
    return order.id;
  }
}
