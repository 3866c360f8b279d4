import { isId, Keyset, notFound, type Connection, type Page, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Order } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { releaseHolds } from '../hold/hold.store';
import { isOpen } from './order-status';
import type { CancelOrder } from './order.input';
import { orderClosed } from './order.refusals';
import { lockOrder, moveOrder } from './order.store';

const ordersOfUser = new Keyset('ordersOfUser', { createdAt: 'time', id: 'id' }, 'greatest first');
const ordersOfEvent = new Keyset('ordersOfEvent', { createdAt: 'time', id: 'id' }, 'greatest first');

export class OrderService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** An order that the viewer may see, null otherwise. */
  async byId(id: string): Promise<Order | null> {
    const order = isId(id) ? await this.ctx.loaders.orderById.load(id) : null;
    return order && ((await this.seesAll(order)) || (await this.isPayer(order))) ? order : null;
  }

  async require(id: string): Promise<Order> {
    const order = await this.byId(id);
    if (!order) throw notFound('The order');
    return order;
  }

  /** Its buyer, and those who sell: who pays a part sees what is theirs of what went back. */
  async seesAll(order: Order): Promise<boolean> {
    return this.isBuyer(order) || this.events.hasRight(order.eventId, 'SELL');
  }

  /** Does the viewer pay a part of it? */
  async isPayer({ id, payBy }: Order): Promise<boolean> {
    const { viewerId, loaders } = this.ctx;
    if (payBy === null || viewerId === null) return false;
    return (await loaders.paymentsByOrderId.load(id)).some(({ payerId }) => payerId === viewerId);
  }

  isBuyer(order: Pick<Order, 'userId'>): boolean {
    return this.ctx.viewerId === order.userId;
  }

  /** Null for everybody but that person. */
  async ofUser(userId: string, args: PageArguments): Promise<Connection<Order> | null> {
    return this.ctx.viewerId === userId ? this.list(ordersOfUser, ordersOfUser.page(args), { userId }) : null;
  }

  /** Null for everybody without the right SELL. */
  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<Order> | null> {
    return (await this.events.hasRight(eventId, 'SELL')) ? this.list(ordersOfEvent, ordersOfEvent.page(args), { eventId }) : null;
  }

  async cancel(input: CancelOrder): Promise<Order> {
    const known = await this.byId(input.orderId);
    if (!known || !this.isBuyer(known)) throw notFound('The order');
    await this.ctx.change('cancelOrder', input, async (step) => {
      const order = await lockOrder(step, input.orderId);
      if (!isOpen(order.status)) throw orderClosed(order.status);
      await moveOrder(step, order, 'CANCELLED');
      await releaseHolds(step, [order]);
      return order.id;
    });
    return this.require(input.orderId);
  }

  private async list(keyset: typeof ordersOfUser, page: Page, where: { userId: string } | { eventId: string }): Promise<Connection<Order>> {
    const { order } = this.ctx.kept.db.prisma;
    const rows = await order.findMany(keyset.prisma(page, where));
    return keyset.connection(rows, page, { totalCount: () => order.count({ where }) });
  }
}
