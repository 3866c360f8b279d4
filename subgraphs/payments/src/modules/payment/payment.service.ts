import { isId, networkPrefixOf, notFound, UNKNOWN_NETWORK } from '@marquee/platform';
import type { Context } from '../../context';
import type { Order, Payment } from '../../generated/prisma/client';
import { orderClosed } from '../order/order.refusals';
import { lockOrder } from '../order/order.store';
import type { OrderService } from '../order/order.service';
import { lockTries } from '../risk/risk.store';
import type { Payer } from '../risk/risk.types';
import { paymentsUnavailable } from '../sales/sales.refusals';
import { asRefusals, refuseFailed } from './payment-charging.kept';
import { nextPayment } from './payment-parts';
import { dividePayment } from './payment-parts.store';
import { refuseLatePart } from './payment-split.store';
import type { CompletePaymentAction, ConfirmPayment, SplitPayment } from './payment.input';
import { beginAttempt, findWaitingAttempt } from './payment.store';

export class PaymentService {
  constructor(
    private readonly ctx: Context,
    private readonly orders: OrderService,
  ) {}

  /** A payment of an order of the viewer's own, or a part that they pay; null otherwise. */
  async byId(id: string): Promise<Payment | null> {
    const payment = isId(id) ? await this.ctx.loaders.paymentById.load(id) : null;
    const order = payment && (await this.ctx.loaders.orderById.load(payment.orderId));
    return order && (this.orders.isBuyer(order) || payment.payerId === this.ctx.viewerId) ? payment : null;
  }

  async require(id: string): Promise<Payment> {
    const payment = await this.byId(id);
    if (!payment) throw notFound('The payment');
    return payment;
  }

  /** What is to be paid next; null for orders that cost nothing, and for everybody but the buyer. */
  async nextOfOrder(order: Order): Promise<Payment | null> {
    return nextPayment(await this.ofOrder(order));
  }

  /** Those that are to be paid, or were: all for the buyer, their own for who pays a part, none for everybody else. */
  async ofOrder(order: Order): Promise<Payment[]> {
    const isBuyer = this.orders.isBuyer(order);
    if (!isBuyer && order.payBy === null) return [];
    const payments = await this.ctx.loaders.paymentsByOrderId.load(order.id);
    return isBuyer ? payments : payments.filter(({ payerId }) => payerId !== null && payerId === this.ctx.viewerId);
  }

  /** What the processor's library on the buyer's device is opened with. */
  clientKeyOf(processor: string): string | null {
    return this.ctx.kept.processors.find(processor)?.clientKey ?? null;
  }

  async confirm(input: ConfirmPayment): Promise<Order> {
    const { kept, caller } = this.ctx;
    const payment = await this.require(input.paymentId);
    const { orderId } = payment;
    if (!kept.sellsPaid) throw paymentsUnavailable();
    await asRefusals(() => kept.charging.prepare(orderId, caller.correlationId));
    const payer = await this.payerBy(payment, input.paymentMethod);
    const attemptId = await this.ctx.change('confirmPayment', input, async (step) => {
      await lockTries(step, payer);
      const order = await lockOrder(step, orderId);
      refuseLatePart(step, order, payer.userId);
      return beginAttempt(step, order, payment.id, { method: input.paymentMethod, payer });
    });
    if (attemptId) await this.carryOn(attemptId);
    return this.orders.require(orderId);
  }

  /** The parts are prepared, and the payment is closed, by whoever comes first: a repetition of the request or a job. */
  async split(input: SplitPayment): Promise<Order> {
    const { kept, caller } = this.ctx;
    const payment = await this.require(input.paymentId);
    await this.ctx.change('splitPayment', input, async (step) => {
      const amounts = input.amountsMinor.map((amountMinor) => ({ amountMinor }));
      await dividePayment(step, payment, amounts);
      return payment.id;
    });
    await asRefusals(async () => {
      await kept.charging.close(payment.id, caller.correlationId);
      await kept.charging.prepare(payment.orderId, caller.correlationId);
    });
    return this.orders.require(payment.orderId);
  }

  async completeAction(input: CompletePaymentAction): Promise<Order> {
    const { orderId } = await this.require(input.paymentId);
    const attemptId = await this.ctx.change('completePaymentAction', input, (step) => findWaitingAttempt(step, input.paymentId));
    if (attemptId) await this.carryOn(attemptId, input.proof);
    // Whoever lost the answer and asks again hears of the success, not of a closed order.
    else if (!hasGoneThrough(await this.require(input.paymentId))) throw orderClosed((await this.orders.require(orderId)).status);
    return this.orders.require(orderId);
  }

  private async payerBy(payment: Payment, method: string): Promise<Payer> {
    const { kept, caller, viewer } = this.ctx;
    const network = networkPrefixOf(caller.ip);
    const card = await kept.charging.cardOf(payment, method);
    return { userId: viewer.id, network: network === UNKNOWN_NETWORK ? null : network, card };
  }

  /** A try that succeeded, or takes its time, is told by the order. */
  private async carryOn(attemptId: string, proof: string | null = null): Promise<void> {
    const { kept, caller } = this.ctx;
    refuseFailed(await asRefusals(() => kept.charging.carryOn(attemptId, caller.correlationId, { proof })));
  }
}

const hasGoneThrough = ({ status }: Payment): boolean => status === 'SUCCEEDED' || status === 'PROCESSING';
