import { isId, notFound, once, parsePage, type Connection, type PageArguments, type Viewer } from '@marquee/platform';
import type { Cause } from '../../cause';
import type { SubgraphRuntime } from '../../context';
import type { Order, Payment } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { newestFirst } from '../../newest-first';
import type { EventService } from '../event/event.service';
import { answering } from '../payment/payment.refusals';
import { Checkout } from './order.checkout';
import type { CancelOrderInput, CheckoutInput } from './order.input';
import { orderClosed } from './order.refusals';
import { isOpen, step } from './order.status';

export class OrderService {
  constructor(
    private readonly runtime: SubgraphRuntime,
    private readonly loaders: Loaders,
    private readonly viewer: Viewer | null,
    private readonly cause: Cause,
    private readonly events: EventService,
  ) {}

  /** An order that the viewer may see, null otherwise. */
  async find(id: string): Promise<Order | null> {
    const order = isId(id) ? await this.loaders.orderById.load(id) : null;
    return order && (await this.maySee(order)) ? order : null;
  }

  isBuyer(order: Pick<Order, 'userId'>): boolean {
    return this.viewer?.id === order.userId;
  }

  /** Null for everybody but that person. */
  async ofUser(userId: string, args: PageArguments): Promise<Connection<Order> | null> {
    if (this.viewer?.id !== userId) return null;
    return newestFirst(this.runtime.db.prisma.order, { userId }, parsePage(args, { list: 'ordersOfUser', keyLength: 2 }));
  }

  /** Null for everybody but the organiser and admins. */
  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<Order> | null> {
    if (!(await this.events.isManager(eventId))) return null;
    return newestFirst(this.runtime.db.prisma.order, { eventId }, parsePage(args, { list: 'ordersOfEvent', keyLength: 2 }));
  }

  async checkout(viewer: Viewer, input: CheckoutInput): Promise<{ order: Order; payment: Payment | null }> {
    const { db, till, clock, settings } = this.runtime;
    const checkout = new Checkout({
      db,
      ...till,
      processorName: till.processor.name,
      holdMs: settings.HOLD_MINUTES * 60_000,
      clock,
      viewer,
      cause: this.cause,
      maySee: async (eventId) => (await this.events.visible(eventId)) !== null,
    });
    const orderId = await checkout.place(input);
    const payment = await answering(() => till.collection.prepare(orderId));
    return { order: await this.reload(orderId), payment };
  }

  async cancel(viewer: Viewer, { orderId, idempotencyKey }: CancelOrderInput): Promise<Order> {
    const { db, till, clock } = this.runtime;
    const known = await this.loaders.orderById.load(orderId);
    if (!known || known.userId !== viewer.id) throw notFound('The order');
    await db.transaction((tx) =>
      once(tx, { principal: viewer.id, operation: 'cancelOrder', key: idempotencyKey, args: { orderId } }, async () => {
        const order = await till.lockOrder(tx, orderId);
        if (!isOpen(order.status)) throw orderClosed(order.status);
        const data = { status: step(order.status, 'CANCELLED'), version: { increment: 1 }, updatedAt: clock.now() };
        await tx.order.update({ where: { id: orderId }, data });
        await till.places.release(tx, order.items);
        return null;
      }),
    );
    return this.reload(orderId);
  }

  /** As it is after a change in this request. */
  async reload(id: string): Promise<Order> {
    return (await this.loaders.orderById.clear(id).load(id))!;
  }

  private async maySee(order: Order): Promise<boolean> {
    return this.isBuyer(order) || this.events.isManager(order.eventId);
  }
}
