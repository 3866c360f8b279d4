import { conflict, invalidInput, isId, Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { EventCopy, Ticket, TicketTransfer } from '../../generated/prisma/client';
import { eligibilityToBuy } from '../event/event-eligibility.store';
import type { EventAccess } from '../event/event-access.service';
import { lockEvent } from '../event/event.store';
import { lockOrder } from '../order/order.store';
import { isReachable } from '../person/person.store';
import { notForSale } from '../sales/sales.refusals';
import { hashOfCode } from '../ticket/ticket-code';
import { statusAt, whyFixed } from './transfer-closed';
import type { AcceptTransfer, CancelTransfer, TransferTicket } from './transfer.input';
import { transferClosed } from './transfer.refusals';
import { endTransfer, handOver, offerTicket, tokenSubject } from './transfer.store';

const given = new Keyset('transfersGiven', { createdAt: 'time', id: 'id' }, 'greatest first');
const received = new Keyset('transfersReceived', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Gives tickets to other people. Money stays where it is: what is paid for a ticket goes back to who paid. */
export class TransferService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** An offer that the viewer has made or got, null otherwise. */
  async byId(id: string): Promise<TicketTransfer | null> {
    const transfer = isId(id) ? await this.ctx.loaders.transferById.load(id) : null;
    return transfer && this.isParty(transfer) ? transfer : null;
  }

  /** What is offered by a link, to whoever has its token; null when it is not offered any more. */
  async byToken(token: string): Promise<TicketTransfer | null> {
    const transfer = await this.ctx.kept.db.prisma.ticketTransfer.findUnique({ where: { tokenHash: hashOfCode(token) } });
    return transfer && (this.isParty(transfer) || this.statusOf(transfer) === 'OFFERED') ? transfer : null;
  }

  statusOf(transfer: TicketTransfer): TicketTransfer['status'] {
    return statusAt(transfer, this.ctx.kept.clock.now());
  }

  /** Only its sender reads the token, while the ticket is offered. */
  tokenOf(transfer: TicketTransfer): string | null {
    const isOpen = transfer.tokenHash !== null && this.statusOf(transfer) === 'OFFERED';
    return isOpen && transfer.fromId === this.ctx.viewerId ? this.ctx.kept.ticketCodes.codeOf(tokenSubject(transfer.id)) : null;
  }

  /** To whom the ticket is offered, its holder sees. */
  async ofTicket(ticket: Ticket): Promise<TicketTransfer | null> {
    const open = ticket.holderId === this.ctx.viewerId ? await this.ctx.loaders.openTransferByTicketId.load(ticket.id) : null;
    return open && this.statusOf(open) === 'OFFERED' ? open : null;
  }

  /** Null for everybody but that person. */
  async ofUser(userId: string, direction: 'INCOMING' | 'OUTGOING', args: PageArguments): Promise<Connection<TicketTransfer> | null> {
    if (this.ctx.viewerId !== userId) return null;
    const { ticketTransfer } = this.ctx.kept.db.prisma;
    const [keyset, where] = direction === 'OUTGOING' ? [given, { fromId: userId }] : [received, { toId: userId }];
    const page = keyset.page(args);
    const rows = await ticketTransfer.findMany(keyset.prisma(page, where));
    return keyset.connection(rows, page, { totalCount: () => ticketTransfer.count({ where }) });
  }

  async offer(input: TransferTicket): Promise<TicketTransfer> {
    const { loaders, viewer } = this.ctx;
    const { ticketId, toUserId } = input;
    const known = await loaders.ticketById.load(ticketId);
    if (known?.holderId !== viewer.id) throw notFound('The ticket');
    if (toUserId === viewer.id) throw invalidInput('toUserId', 'must be somebody else');
    const id = await this.ctx.change('transferTicket', input, async (step) => {
      if ((await lockOrder(step, known.orderId)).openDisputes > 0) throw conflict('A payment for this ticket is disputed at the bank.');
      const ticket = await step.tx.ticket.findUniqueOrThrow({ where: { id: ticketId } });
      const event = await this.lockOpenEvent(step, ticket);
      if (toUserId && !(await isReachable(step, viewer.id, toUserId))) throw notFound('This person');
      return offerTicket(step, ticket, event, toUserId ?? null);
    });
    return this.read(id);
  }

  async accept(input: AcceptTransfer): Promise<{ transfer: TicketTransfer; ticket: Ticket }> {
    const { viewer } = this.ctx;
    const known = input.token != null ? await this.byToken(input.token) : await this.byId(input.transferId!);
    if (!known || (input.token == null && known.toId !== viewer.id)) throw notFound('What is offered');
    if (known.fromId === viewer.id) throw invalidInput(input.token != null ? 'token' : 'transferId', 'must be an offer of somebody else');
    // Who may not see an event could not buy either: a ticket is no way into a group, or to what is private.
    if (!(await this.events.byId(known.eventId))) throw notFound('The event');
    const id = await this.ctx.change('acceptTransfer', input, (step) => this.take(step, known.id, known.orderId));
    const transfer = await this.read(id);
    return { transfer, ticket: (await this.ctx.loaders.ticketById.load(transfer.newTicketId!))! };
  }

  /** By its sender, who takes it back, or by the person it is offered to, who declines it. */
  async cancel(input: CancelTransfer): Promise<TicketTransfer> {
    const known = await this.byId(input.transferId);
    if (!known) throw notFound('What is offered');
    await this.ctx.change('cancelTransfer', input, async (step) => {
      await lockOrder(step, known.orderId);
      const transfer = await step.tx.ticketTransfer.findUniqueOrThrow({ where: { id: known.id } });
      if (statusAt(transfer, step.now) !== 'OFFERED') throw transferClosed('NOT_OFFERED');
      await endTransfer(step, transfer, transfer.fromId === this.ctx.viewer.id ? 'CANCELLED' : 'DECLINED');
      return known.id;
    });
    return this.read(known.id);
  }

  /** Under the order's lock, like every refund and everything that the door tells: of these only one finds the ticket. */
  private async take(step: Step, transferId: string, orderId: string): Promise<string> {
    const { viewer } = this.ctx;
    const order = await lockOrder(step, orderId);
    const transfer = await step.tx.ticketTransfer.findUniqueOrThrow({ where: { id: transferId } });
    if (statusAt(transfer, step.now) !== 'OFFERED') throw transferClosed('NOT_OFFERED');
    // Who was blocked or suspended meanwhile gives nothing; the recipient learns no more than that.
    if (!(await isReachable(step, viewer.id, transfer.fromId))) throw transferClosed('NOT_OFFERED');
    const ticket = await step.tx.ticket.findUniqueOrThrow({ where: { id: transfer.ticketId } });
    const event = await this.lockOpenEvent(step, ticket);
    const toEnter = await eligibilityToBuy(step, event, viewer.id);
    if (toEnter.code !== 'ELIGIBLE') throw notForSale(toEnter);
    await handOver(step, order, ticket, transfer, viewer.id);
    return transferId;
  }

  private async lockOpenEvent(step: Step, ticket: Ticket): Promise<EventCopy> {
    const { DOOR_OPENS_HOURS: before, DOOR_CLOSES_HOURS: after } = step.kept.settings;
    const event = await lockEvent(step, ticket.eventId);
    const why = whyFixed(ticket, event, step.now, { before, after });
    if (why) throw transferClosed(why);
    return event!;
  }

  private isParty({ fromId, toId }: TicketTransfer): boolean {
    const { viewerId } = this.ctx;
    return viewerId !== null && (viewerId === fromId || viewerId === toId);
  }

  private async read(id: string): Promise<TicketTransfer> {
    return (await this.ctx.loaders.transferById.load(id))!;
  }
}
