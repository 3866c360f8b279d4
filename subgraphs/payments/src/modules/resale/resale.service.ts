import { conflict, isId, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Resale, Ticket } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { lockEvent } from '../event/event.store';
import { expireHoldsOf } from '../order/order-holds.store';
import { lockOrder } from '../order/order.store';
import { whyFixed } from '../transfer/transfer-closed';
import { isPayable, isResaleOpen } from './resale-open';
import type { OfferResale, WithdrawResale } from './resale.input';
import { resaleClosed } from './resale.refusals';
import { countResalesOfEvent, listed, resalesOfEvent } from './resale.sql';
import { isCalledBack, listTicket } from './resale.store';

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
    if (!isResaleOpen(event, clock.now(), this.hours)) return listed.connection([], page, { totalCount: 0 });
    const rows = await resalesOfEvent(db, eventId, page);
    return listed.connection(rows, page, { totalCount: () => countResalesOfEvent(db, eventId) });
  }

  async offer(input: OfferResale): Promise<Resale> {
    const { loaders, viewer } = this.ctx;
    const known = await loaders.ticketById.load(input.ticketId);
    if (known?.holderId !== viewer.id) throw notFound('The ticket');
    const id = await this.ctx.change('offerResale', input, async (step) => {
      const order = await lockOrder(step, known.orderId);
      const ticket = await step.tx.ticket.findUniqueOrThrow({ where: { id: known.id } });
      if (await isCalledBack(step, order.id)) throw conflict('A payment for this ticket is disputed at the bank, or was.');
      // What was paid at the box office the seller holds: no processor could give it back.
      if (order.userId !== viewer.id || ticket.unitPriceMinor === 0n || order.soldBy !== null) throw resaleClosed('NOT_BOUGHT');
      if (!isPayable(ticket.unitPriceMinor, order.currency)) throw resaleClosed('BELOW_MINIMUM');
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
