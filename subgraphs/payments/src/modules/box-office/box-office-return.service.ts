import { conflict, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Order, Refund } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { holdRight } from '../event/event-rights.store';
import type { OrderService } from '../order/order.service';
import { lockOrder } from '../order/order.store';
import { tenderOf } from '../payment/payment-tender';
import { notRefundable, ticketUsed } from '../refund/refund.refusals';
import type { RefundService } from '../refund/refund.service';
import { keepHandedBack } from '../refund/refund.store';
import type { ConfirmCashReturned, UndoBoxOfficeSale } from './box-office.input';
import { countOwedAtBoxOffice, oldestOwedFirst, owedAtBoxOffice } from './box-office.sql';
import type { BoxOfficeSaleView } from './box-office.types';

const UNDOABLE_MS = 15 * 60_000;

/** What the box office sold and how it gives back what it has taken. */
export class BoxOfficeReturnService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
    private readonly orders: OrderService,
    private readonly refunds: RefundService,
  ) {}

  /** Null for what it did not sell, and without the right SELL. */
  async saleOf(order: Order): Promise<BoxOfficeSaleView | null> {
    if (order.soldBy === null || !(await this.events.hasRight(order.eventId, 'SELL'))) return null;
    const [payment] = await this.ctx.loaders.paymentsByOrderId.load(order.id);
    return {
      tender: payment ? tenderOf(payment.processor) : null,
      soldById: order.soldBy,
      isToGuest: order.userId === order.id,
      undoableUntil: undoableUntil(order),
    };
  }

  /** Null without the right SELL. */
  async owed(eventId: string, args: PageArguments): Promise<Connection<Refund> | null> {
    if (!(await this.events.hasRight(eventId, 'SELL'))) return null;
    const { db } = this.ctx.kept;
    const page = oldestOwedFirst.page(args);
    const rows = await owedAtBoxOffice(db, eventId, page);
    return oldestOwedFirst.connection(rows, page, { totalCount: () => countOwedAtBoxOffice(db, eventId) });
  }

  async undo(input: UndoBoxOfficeSale): Promise<{ order: Order; refund: Refund | null }> {
    const known = await this.orders.require(input.orderId);
    if (known.soldBy === null) throw notFound('The sale');
    const earlier = await this.ctx.kept.db.prisma.refund.findMany({ where: { orderId: known.id }, select: { id: true } });
    const refundId = await this.ctx.change('undoBoxOfficeSale', input, (step) => this.begin(step, known));
    const asked = refundId ? await this.refunds.untilAnswered(refundId) : null;
    if (asked?.status === 'REFUSED') throw ticketUsed(known.status, []);
    // Who undoes a sale has the money in their hand; not so of what was asked for before, also by this same request: that is handed over by hand.
    if (asked?.status === 'PROMISED' && !earlier.some(({ id }) => id === asked.id)) await this.handBack(known.eventId, asked.id);
    return { order: await this.orders.require(known.id), refund: refundId ? await this.refunds.shown(refundId) : null };
  }

  async confirm(input: ConfirmCashReturned): Promise<Refund> {
    const known = await this.ctx.kept.db.prisma.refund.findUnique({ where: { id: input.refundId } });
    const order = known?.bySeller || known?.status === 'REQUESTED' ? await this.orders.byId(known.orderId) : null;
    if (!known || !order || order.soldBy === null) throw notFound('The refund');
    await this.ctx.change('confirmCashReturned', input, async (step) => {
      await holdRight(step, order.eventId, this.ctx.viewer, 'SELL');
      if (!(await keepHandedBack(step, known.id, this.ctx.viewer.id))) throw conflict('This refund is not waiting to be handed over.');
      return known.id;
    });
    return this.read(known.id);
  }

  private handBack(eventId: string, refundId: string): Promise<boolean> {
    return this.ctx.change('confirmCashReturned', {}, async (step) => {
      await holdRight(step, eventId, this.ctx.viewer, 'SELL');
      return keepHandedBack(step, refundId, this.ctx.viewer.id);
    });
  }

  private async begin(step: Step, { id, eventId }: Order): Promise<string | null> {
    const order = await lockOrder(step, id);
    await holdRight(step, eventId, this.ctx.viewer, 'SELL');
    if (order.status !== 'PAID') throw notRefundable(order.status);
    if (undoableUntil(order) < step.kept.clock.now()) throw conflict('This sale is too old to be undone: refund it.');
    return this.refunds.begin(step, { orderId: id, reason: 'The sale was undone.' });
  }

  private async read(id: string): Promise<Refund> {
    return this.ctx.kept.db.prisma.refund.findUniqueOrThrow({ where: { id } });
  }
}

const undoableUntil = ({ paidAt, createdAt }: Order): Date => new Date((paidAt ?? createdAt).getTime() + UNDOABLE_MS);
