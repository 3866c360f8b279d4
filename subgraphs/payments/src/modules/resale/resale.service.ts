import { invalidInput, isId, Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { EventCopy, Order, Payment, Resale, Ticket } from '../../generated/prisma/client';
import { createOrder } from '../checkout/checkout.store';
import { doorDecides } from '../event/door-window';
import type { EventAccess } from '../event/event-access.service';
import { eligibilityToBuy } from '../event/event-eligibility.store';
import { lockEvent } from '../event/event.store';
import { holdResale } from '../hold/hold.store';
import { expireHoldsOf } from '../order/order-holds.store';
import { refuseOverLimit } from '../order/order-limit.store';
import { lockOrder } from '../order/order.store';
import { asRefusals } from '../payment/payment-charging.kept';
import { notForSale, paymentsUnavailable } from '../sales/sales.refusals';
import { soldOut } from '../tier/tier.refusals';
import { whyFixed } from '../transfer/transfer-closed';
import type { BuyResale, OfferResale, WithdrawResale } from './resale.input';
import { resaleClosed } from './resale.refusals';
import { listTicket } from './resale.store';

const listed = new Keyset('resalesOfEvent', { createdAt: 'time', id: 'id' }, 'least first');

/** Tickets that their buyers offer to everybody, for what they have paid. */
export class ResaleService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** What is offered to everybody who may see the event; what is over, its seller alone sees. */
  async byId(id: string): Promise<Resale | null> {
    const resale = isId(id) ? await this.ctx.loaders.resaleById.load(id) : null;
    if (!resale || this.isSeller(resale)) return resale;
    const isOpen = resale.status === 'LISTED' || resale.status === 'RESERVED';
    return isOpen && (await this.events.byId(resale.eventId)) ? resale : null;
  }

  isSeller({ sellerId }: Resale): boolean {
    return this.ctx.viewerId === sellerId;
  }

  /** Only its seller sees which ticket it is. */
  async ticketOf(resale: Resale): Promise<Ticket | null> {
    return this.isSeller(resale) ? this.ctx.loaders.ticketById.load(resale.ticketId) : null;
  }

  async ofTicket(ticket: Ticket): Promise<Resale | null> {
    return ticket.holderId === this.ctx.viewerId ? this.ctx.loaders.openResaleByTicketId.load(ticket.id) : null;
  }

  /** Null when the viewer may not see the event; none once the door is about to open. */
  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<Resale> | null> {
    const event = await this.events.byId(eventId);
    if (!event) return null;
    const { db, clock } = this.ctx.kept;
    const page = listed.page(args);
    const where = { eventId, status: 'LISTED' as const };
    if (!isOpen(event, clock.now(), this.hours)) return listed.connection([], page, { totalCount: 0 });
    const rows = await db.prisma.resale.findMany(listed.prisma(page, where));
    return listed.connection(rows, page, { totalCount: () => db.prisma.resale.count({ where }) });
  }

  async offer(input: OfferResale): Promise<Resale> {
    const { loaders, viewer } = this.ctx;
    const known = await loaders.ticketById.load(input.ticketId);
    if (known?.holderId !== viewer.id) throw notFound('The ticket');
    const id = await this.ctx.change('offerResale', input, async (step) => {
      const order = await lockOrder(step, known.orderId);
      const ticket = await step.tx.ticket.findUniqueOrThrow({ where: { id: known.id } });
      if (order.userId !== viewer.id || ticket.unitPriceMinor === 0n) throw resaleClosed('NOT_BOUGHT');
      const why = whyFixed(ticket, await lockEvent(step, ticket.eventId), step.now, this.hours);
      if (why) throw resaleClosed(why === 'NOT_OFFERED' ? 'TICKET_NOT_VALID' : why);
      return listTicket(step, ticket, order.currency);
    });
    return this.read(id);
  }

  async withdraw(input: WithdrawResale): Promise<Resale> {
    const known = await this.byId(input.resaleId);
    if (!known || !this.isSeller(known)) throw notFound('What is offered');
    await this.expireLapsed(known);
    await this.ctx.change('withdrawResale', input, async (step) => {
      await lockOrder(step, known.orderId);
      const { status } = await step.tx.resale.findUniqueOrThrow({ where: { id: known.id } });
      if (status !== 'LISTED') throw resaleClosed(status === 'RESERVED' ? 'BEING_BOUGHT' : 'NOT_LISTED');
      const data = { status: 'WITHDRAWN' as const, version: { increment: 1 }, updatedAt: step.now };
      await step.tx.resale.update({ where: { id: known.id }, data });
      return known.id;
    });
    return this.read(known.id);
  }

  async buy(input: BuyResale): Promise<{ order: Order; payment: Payment | null }> {
    const { kept, caller, loaders, viewer } = this.ctx;
    const known = await loaders.resaleById.load(input.resaleId);
    if (!known || !(await this.events.byId(known.eventId))) throw notFound('What is offered');
    if (known.sellerId === viewer.id) throw invalidInput('resaleId', 'must be an offer of somebody else');
    await this.expireLapsed(known);
    const orderId = await this.ctx.change('buyResale', input, (step) => this.placeOrder(step, known));
    await asRefusals(() => kept.charging.prepare(orderId, caller.correlationId));
    const [order, payment] = await Promise.all([loaders.orderById.load(orderId), loaders.paymentByOrderId.load(orderId)]);
    return { order: order!, payment };
  }

  private async placeOrder(step: Step, { id, tierId, eventId, priceMinor, orderId: sellerOrderId }: Resale): Promise<string> {
    const userId = this.ctx.viewer.id;
    const event = await lockEvent(step, eventId);
    if (!event || !isOpen(event, step.now, this.hours)) throw resaleClosed(event?.status === 'PUBLISHED' ? 'DOOR_OPEN' : 'EVENT_CLOSED');
    const toBuy = await eligibilityToBuy(step, event, userId);
    if (toBuy.code !== 'ELIGIBLE') throw notForSale(toBuy);
    if (!step.kept.sellsPaid) throw paymentsUnavailable();
    const asks = [{ tierId, quantity: 1 }];
    await refuseOverLimit(step, { userId, eventId, asks });
    const tier = await step.tx.ticketTier.findUniqueOrThrow({ where: { id: tierId } });
    const { currency } = await step.tx.order.findUniqueOrThrow({ where: { id: sellerOrderId }, select: { currency: true } });
    const order = await createOrder(step, userId, asks, [{ ...tier, priceMinor, currency }], event, id);
    if (!(await holdResale(step, order))) throw soldOut({ id: tierId, name: tier.name, free: 0 });
    return order.id;
  }

  /** Nobody waits for the job when the one who kept it has let the time pass. */
  private async expireLapsed({ status, eventId }: Resale): Promise<void> {
    if (status === 'RESERVED') await this.ctx.change('expireHolds', {}, (step) => expireHoldsOf(step, eventId));
  }

  private get hours() {
    const { DOOR_OPENS_HOURS: before, DOOR_CLOSES_HOURS: after } = this.ctx.kept.settings;
    return { before, after };
  }

  private async read(id: string): Promise<Resale> {
    return (await this.ctx.loaders.resaleById.load(id))!;
  }
}

const isOpen = (event: EventCopy, now: Date, hours: { before: number; after: number }): boolean =>
  event.status === 'PUBLISHED' && event.endsAt > now && !doorDecides(event, now, hours);
