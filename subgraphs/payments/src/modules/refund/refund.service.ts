import { invalidInput } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Order, Refund, Ticket } from '../../generated/prisma/client';
import { hasRightNow, holdRight } from '../event/event-rights.store';
import { hasTickets } from '../order/order-status';
import type { OrderService } from '../order/order.service';
import { lockOrder } from '../order/order.store';
import type { RefundOrder } from './refund.input';
import { notRefundable, tooLateToRefund } from './refund.refusals';
import { promiseRefund } from './refund.store';

export class RefundService {
  constructor(
    private readonly ctx: Context,
    private readonly orders: OrderService,
  ) {}

  async refund(input: RefundOrder): Promise<{ order: Order; refund: Refund | null }> {
    const { kept, caller } = this.ctx;
    await this.orders.require(input.orderId);
    const refundId = await this.ctx.change('refundOrder', input, (step) => this.promise(step, input));
    // The promise stands whether or not the processor answers now; the job makes it if we cannot.
    if (refundId) await kept.refunds.make(refundId, caller.correlationId).catch(() => undefined);
    return {
      order: await this.orders.require(input.orderId),
      refund: refundId ? await kept.db.prisma.refund.findUnique({ where: { id: refundId } }) : null,
    };
  }

  /** Returns the refund's id; null for tickets that cost nothing. */
  private async promise(step: Step, { orderId, ticketIds, reason }: RefundOrder): Promise<string | null> {
    const order = await lockOrder(step, orderId);
    // Again: who was taken off the team meanwhile refunds nothing any more.
    if (!this.orders.isBuyer(order)) await holdRight(step, order.eventId, this.ctx.viewer, 'SELL');
    if (!hasTickets(order.status)) throw notRefundable(order.status);
    await this.refuseLate(step, order);
    const tickets = await pickTickets(step, orderId, ticketIds ?? null);
    return (await promiseRefund(step, order, tickets, reason ?? ''))?.id ?? null;
  }

  /** Buyers give tickets back until the event starts; those who sell its tickets may do it for them at any time. */
  private async refuseLate(step: Step, { eventId, status }: Order): Promise<void> {
    const event = await step.tx.eventCopy.findUnique({ where: { id: eventId } });
    if (event && event.startsAt <= step.now && !(await hasRightNow(step, eventId, this.ctx.viewer, 'SELL')))
      throw tooLateToRefund(status, event.startsAt);
  }
}

/** These tickets of an order, all that are valid when none are named. */
async function pickTickets({ tx }: Step, orderId: string, ids: readonly string[] | null): Promise<Ticket[]> {
  const valid = await tx.ticket.findMany({ where: { orderId, status: 'VALID' } });
  if (!ids) return valid;
  const wanted = new Set(ids);
  const picked = valid.filter(({ id }) => wanted.has(id));
  if (picked.length < wanted.size) throw invalidInput('ticketIds', 'must be valid tickets of this order');
  return picked;
}
