import { notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Order } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { holdRight } from '../event/event-rights.store';
import { lockEvent } from '../event/event.store';
import { completeOrder } from '../order/order-fulfilment.store';
import { isReachable } from '../person/person.store';
import { closedReason } from '../sales/sales-closed';
import { salesClosed } from '../sales/sales.refusals';
import { sellPlaces } from '../tier/tier-stock.store';
import type { GiveTickets } from './checkout-gift.input';
import { createOrder } from './checkout.store';

/** Complimentary tickets: places that the organiser gives away. They count like those that are sold. */
export class GiftService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  async give(input: GiveTickets): Promise<Order> {
    const tier = await this.ctx.loaders.tierById.load(input.tierId);
    if (!tier || !(await this.events.byId(tier.eventId))) throw notFound('The ticket tier');
    const id = await this.ctx.change('giveTickets', input, (step) => this.placeOrder(step, tier.eventId, input));
    return (await this.ctx.loaders.orderById.load(id))!;
  }

  /** What the organiser asks of guests, and how much one person may have, is the organiser's own affair here. */
  private async placeOrder(step: Step, eventId: string, { tierId, quantity, toUserId }: GiveTickets): Promise<string> {
    const { viewer } = this.ctx;
    const event = await lockEvent(step, eventId);
    await holdRight(step, eventId, viewer, 'SELL');
    const closed = event && closedReason(event, step.now);
    if (!event || closed) throw salesClosed(closed ?? 'NOT_PUBLISHED');
    if (toUserId && toUserId !== viewer.id && !(await isReachable(step, viewer.id, toUserId))) throw notFound('This person');
    const tier = await step.tx.ticketTier.findUniqueOrThrow({ where: { id: tierId } });
    const line = { tierId, quantity, listPrice: tier.priceMinor, unitPrice: 0n };
    const order = await createOrder(step, toUserId ?? viewer.id, [line], [tier], event, { complimentary: true });
    await completeOrder(step, order, null);
    await sellPlaces(step, [line]);
    return order.id;
  }
}
