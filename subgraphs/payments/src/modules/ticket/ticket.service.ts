import { conflict, isId, Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Ticket } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { hasRightNow } from '../event/event-rights.store';
import { lockOrder } from '../order/order.store';
import { hashOfCode } from './ticket-code';
import { ticketChanged } from './ticket.facts';
import type { AssignTicket } from './ticket.input';

/** Longer than any code with blanks and hyphens. */
const MAX_CODE_LENGTH = 64;

const ticketsOfUser = new Keyset('ticketsOfUser', { createdAt: 'time', id: 'id' }, 'greatest first');

export class TicketService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** A ticket that the viewer may see, null otherwise. */
  async byId(id: string): Promise<Ticket | null> {
    return this.ifVisible(isId(id) ? await this.ctx.loaders.ticketById.load(id) : null);
  }

  async byCode(code: string): Promise<Ticket | null> {
    if (code.length > MAX_CODE_LENGTH) return null;
    return this.ifVisible(await this.ctx.kept.db.prisma.ticket.findUnique({ where: { codeHash: hashOfCode(code) } }));
  }

  /** Null for everybody but that person. */
  async ofUser(userId: string, args: PageArguments): Promise<Connection<Ticket> | null> {
    if (this.ctx.viewerId !== userId) return null;
    const { ticket } = this.ctx.kept.db.prisma;
    const page = ticketsOfUser.page(args);
    const rows = await ticket.findMany(ticketsOfUser.prisma(page, { holderId: userId }));
    return ticketsOfUser.connection(rows, page, { totalCount: () => ticket.count({ where: { holderId: userId } }) });
  }

  /** Only its holder may read the code, while it is valid; of a guest without an account, those who sell. */
  async codeOf(ticket: Ticket): Promise<string | null> {
    return ticket.status === 'VALID' && (await this.mayPrint(ticket)) ? this.ctx.kept.ticketCodes.codeOf(ticket.id) : null;
  }

  private async mayPrint({ holderId, orderId, eventId }: Ticket): Promise<boolean> {
    return holderId === orderId ? this.events.hasRight(eventId, 'SELL') : holderId === this.ctx.viewerId;
  }

  /** Not its buyer's to read once it was given away. */
  async nameOf(ticket: Ticket): Promise<string | null> {
    return ticket.attendeeName !== null && (await this.ifVisible(ticket)) ? ticket.attendeeName : null;
  }

  /** Its name is the holder's affair, and that of those who sell it: not its buyer's once it was given away. */
  async assign(input: AssignTicket): Promise<Ticket> {
    const { loaders, viewer } = this.ctx;
    const known = await this.byId(input.ticketId);
    if (!known) throw notFound('The ticket');
    await this.ctx.change('assignTicket', input, async (step) => {
      const order = await lockOrder(step, known.orderId);
      const ticket = await step.tx.ticket.findUniqueOrThrow({ where: { id: known.id } });
      if (ticket.holderId !== viewer.id && !(await hasRightNow(step, ticket.eventId, viewer, 'SELL'))) throw notFound('The ticket');
      if (ticket.status !== 'VALID') throw conflict('This ticket lets nobody in any more.');
      if (input.version != null && input.version !== ticket.version)
        throw conflict(`The ticket was changed meanwhile: its version is ${ticket.version}.`);
      const data = { attendeeName: input.attendeeName ?? null, version: { increment: 1 }, updatedAt: step.now };
      await step.tell(ticketChanged(order, await step.tx.ticket.update({ where: { id: ticket.id }, data })));
      return ticket.id;
    });
    return (await loaders.ticketById.load(known.id))!;
  }

  private async ifVisible(ticket: Ticket | null): Promise<Ticket | null> {
    return ticket && (ticket.holderId === this.ctx.viewerId || (await this.events.hasRight(ticket.eventId, 'SELL'))) ? ticket : null;
  }
}
