import { invalidInput } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Order, Refund } from '../../generated/prisma/client';
import { holdRight } from '../event/event-rights.store';
import type { OrderService } from '../order/order.service';
import { lockOrder } from '../order/order.store';
import { LEFT } from '../ticket/ticket-status';
import { returnMoney } from './refund-taking.store';
import { leftOf } from './refund-terms';
import type { GiveMoneyBack } from './refund.input';
import { disputed, notRefundable } from './refund.refusals';
import { leftOfPayments } from './refund-record.store';
import { promiseGoodwill } from './refund.store';

/** Money that the organiser gives a buyer back and takes no ticket for. */
export class GoodwillService {
  constructor(
    private readonly ctx: Context,
    private readonly orders: OrderService,
  ) {}

  async give(input: GiveMoneyBack): Promise<{ order: Order; refund: Refund }> {
    const { kept, caller } = this.ctx;
    const { eventId } = await this.orders.require(input.orderId);
    const id = await this.ctx.change('giveMoneyBack', input, (step) => this.promise(step, eventId, input));
    // The promise stands whether or not the processor answers now; the job makes it if we cannot.
    await kept.refunds.make(id, caller.correlationId).catch(() => undefined);
    const refund = await kept.db.prisma.refund.findUniqueOrThrow({ where: { id } });
    return { order: await this.orders.require(input.orderId), refund };
  }

  private async promise(step: Step, eventId: string, { orderId, amountMinor, reason, besidesRefund }: GiveMoneyBack): Promise<string> {
    const order = await lockOrder(step, orderId);
    await holdRight(step, eventId, this.ctx.viewer, 'SELL');
    if (order.paidAt === null) throw notRefundable(order.status);
    if (order.openDisputes > 0) throw disputed(order.status);
    const besides = besidesRefund === true;
    // Of what the rule kept of tickets that went back nothing is given, unless it is said.
    const status = besides ? { not: 'TRANSFERRED' as const } : { in: LEFT };
    const tickets = await step.tx.ticket.findMany({ where: { orderId, status }, orderBy: { id: 'asc' } });
    const ofTickets = tickets.reduce((sum, ticket) => sum + leftOf(ticket), 0n);
    const ofPayments = await leftOfPayments(step, order);
    const left = ofTickets < ofPayments ? ofTickets : ofPayments;
    if (amountMinor > left)
      throw invalidInput(
        'amountMinor',
        `must be at most ${left}: that is left of what was paid${besides ? '' : ' for tickets that were not given back'}`,
      );
    const { id } = await promiseGoodwill(step, order, amountMinor, reason);
    await returnMoney(step, order, tickets, amountMinor, besides);
    return id;
  }
}
