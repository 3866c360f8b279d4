import { followPushes, Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { Order } from '../../generated/prisma/client';
import type { OrderService } from '../order/order.service';
import { asRefusals } from './payment-charging.kept';
import type { SplitOrder } from './payment-split.input';
import { divideOrder } from './payment-split.store';
import type { SplitView } from './payment-split.types';

const ordersSplitWith = new Keyset('ordersSplitWith', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Orders that several people pay together. */
export class SplitService {
  constructor(
    private readonly ctx: Context,
    private readonly orders: OrderService,
  ) {}

  async split(input: SplitOrder): Promise<Order> {
    const { kept, caller, viewer } = this.ctx;
    const known = await this.orders.byId(input.orderId);
    if (!known || !this.orders.isBuyer(known)) throw notFound('The order');
    const paymentId = await this.ctx.change('splitOrder', input, async (step) => (await divideOrder(step, viewer.id, input)).id);
    // By whoever comes first: a repetition of the request, a payer or a job.
    await asRefusals(async () => {
      await kept.charging.close(paymentId, caller.correlationId);
      await kept.charging.prepare(input.orderId, caller.correlationId);
    });
    return this.orders.require(input.orderId);
  }

  /** Null for everybody but the buyer and those who pay a part. */
  async ofOrder(order: Order): Promise<SplitView | null> {
    const { payBy } = order;
    if (payBy === null) return null;
    const isBuyer = this.orders.isBuyer(order);
    if (!isBuyer && !(await this.orders.isPayer(order))) return null;
    const payments = await this.ctx.loaders.paymentsByOrderId.load(order.id);
    const parts = payments.map((part) => ({
      part,
      payerId: part.payerId ?? order.userId,
      payment: isBuyer || part.payerId === this.ctx.viewerId ? part : null,
    }));
    return { order: { ...order, payBy }, parts };
  }

  /** Orders of others. Null for everybody but that person. */
  async ofUser(payerId: string, args: PageArguments): Promise<Connection<Order> | null> {
    if (this.ctx.viewerId !== payerId) return null;
    const { order } = this.ctx.kept.db.prisma;
    const where = { payments: { some: { payerId, supersededAt: null } }, userId: { not: payerId } };
    const page = ordersSplitWith.page(args);
    const rows = await order.findMany(ordersSplitWith.prisma(page, where));
    return ordersSplitWith.connection(rows, page, { totalCount: () => order.count({ where }) });
  }

  /** First as it is, then after each change: read anew. */
  async updates(orderId: string): Promise<AsyncIterableIterator<Order>> {
    if (!(await look(this.ctx, orderId))) throw notFound('The order');
    return followPushes<Context, unknown, Order>(this.ctx, {
      channel: channels.order(orderId),
      load: (_, fresh) => look(fresh, orderId),
      onGap: async (fresh) => [await look(fresh, orderId)].filter((order) => order !== null),
      beginsWithGap: true,
      // Each value is all there is to know: what waits for a slow reader is told by the last.
      keep: 1,
      allowed: async (fresh) => (await look(fresh, orderId)) !== null,
      endsOn: [channels.rights(this.ctx.viewer.id)],
    });
  }
}

/** The order, where the viewer is its buyer or pays a part of it. */
async function look({ services }: Context, orderId: string): Promise<Order | null> {
  const order = await services.orders.byId(orderId);
  return order && (await services.splits.ofOrder(order)) ? order : null;
}
