import { invalidInput, notFound, once, type Viewer } from '@marquee/platform';
import type { Cause } from '../../cause';
import type { SubgraphRuntime } from '../../context';
import type { Tx } from '../../db';
import type { Order, Refund, Ticket } from '../../generated/prisma/client';
import { mayManage } from '../event/event.access';
import { notRefundable } from '../order/order.refusals';
import type { OrderService } from '../order/order.service';
import { hasTickets } from '../order/order.status';
import type { RefundOrderInput } from './refund.input';

export class RefundService {
  constructor(
    private readonly runtime: SubgraphRuntime,
    private readonly cause: Cause,
    private readonly orders: OrderService,
  ) {}

  async refund(viewer: Viewer, input: RefundOrderInput): Promise<{ order: Order; refund: Refund | null }> {
    const { db, till } = this.runtime;
    const { idempotencyKey, ...args } = input;
    if (!(await this.orders.find(args.orderId))) throw notFound('The order');
    const request = { principal: viewer.id, operation: 'refundOrder', key: idempotencyKey, args };
    const refundId = await db.transaction((tx) => once(tx, request, () => this.promise(tx, viewer, args)));
    // The promise stands whether or not the processor answers now; the job makes it if we cannot.
    if (refundId) await till.refunds.make(refundId).catch(() => undefined);
    return {
      order: await this.orders.reload(args.orderId),
      refund: refundId ? await db.prisma.refund.findUnique({ where: { id: refundId } }) : null,
    };
  }

  private async promise(
    tx: Tx,
    viewer: Viewer,
    { orderId, ticketIds, reason }: Omit<RefundOrderInput, 'idempotencyKey'>,
  ): Promise<string | null> {
    const order = await this.runtime.till.lockOrder(tx, orderId);
    if (!hasTickets(order.status)) throw notRefundable(order.status, null, null);
    await this.admit(tx, viewer, order);
    const tickets = await this.pick(tx, orderId, ticketIds ?? null);
    const refund = await this.runtime.till.refunds.promise(tx, order, tickets, reason ?? '', this.cause);
    return refund?.id ?? null;
  }

  /** Buyers give tickets back until the event starts; who runs it may do it for them at any time. */
  private async admit(tx: Tx, viewer: Viewer, order: Order): Promise<void> {
    const event = await tx.event.findUnique({ where: { id: order.eventId } });
    if (mayManage(event, viewer)) return;
    if (event && event.startsAt <= this.runtime.clock.now()) {
      throw notRefundable(order.status, 'The event has started: ask its organiser for a refund.', event.startsAt);
    }
  }

  private async pick(tx: Tx, orderId: string, ids: readonly string[] | null): Promise<Ticket[]> {
    const valid = await tx.ticket.findMany({ where: { orderId, status: 'VALID' } });
    if (!ids) return valid;
    const wanted = new Set(ids);
    const picked = valid.filter(({ id }) => wanted.has(id));
    if (picked.length < wanted.size) throw invalidInput('ticketIds', 'must be valid tickets of this order');
    return picked;
  }
}
