import { isId, notFound, once, type Viewer } from '@marquee/platform';
import type { Cause } from '../../cause';
import type { SubgraphRuntime } from '../../context';
import type { Order, Payment, PaymentAttempt } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import type { OrderService } from '../order/order.service';
import { orderClosed } from '../order/order.refusals';
import type { CompletePaymentActionInput, ConfirmPaymentInput } from './payment.input';
import { actionRequired, answering, paymentDeclined } from './payment.refusals';

export class PaymentService {
  constructor(
    private readonly runtime: SubgraphRuntime,
    private readonly loaders: Loaders,
    private readonly viewer: Viewer | null,
    private readonly cause: Cause,
    private readonly orders: OrderService,
  ) {}

  /** A payment of the viewer's own, null otherwise. */
  async find(id: string): Promise<Payment | null> {
    const payment = isId(id) ? await this.loaders.paymentById.load(id) : null;
    const order = payment && (await this.loaders.orderById.load(payment.orderId));
    return order && this.orders.isBuyer(order) ? payment : null;
  }

  /** Null for orders that cost nothing, and for everybody but the buyer. */
  async ofOrder(order: Order): Promise<Payment | null> {
    return this.orders.isBuyer(order) ? this.loaders.paymentByOrderId.load(order.id) : null;
  }

  async confirm(viewer: Viewer, { paymentId, paymentMethod, idempotencyKey }: ConfirmPaymentInput): Promise<Order> {
    const { db, till } = this.runtime;
    const { orderId } = await this.own(paymentId);
    await answering(() => till.collection.prepare(orderId));
    const request = { principal: viewer.id, operation: 'confirmPayment', key: idempotencyKey, args: { paymentId, paymentMethod } };
    const attemptId = await db.transaction((tx) => once(tx, request, () => till.collection.begin(tx, orderId, paymentMethod)));
    if (attemptId) this.judge(await answering(() => till.collection.carryOn(attemptId, this.cause)));
    return this.orders.reload(orderId);
  }

  async completeAction(viewer: Viewer, { paymentId, proof, idempotencyKey }: CompletePaymentActionInput): Promise<Order> {
    const { db, till } = this.runtime;
    const { orderId } = await this.own(paymentId);
    const request = { principal: viewer.id, operation: 'completePaymentAction', key: idempotencyKey, args: { paymentId, proof } };
    const attemptId = await db.transaction((tx) =>
      once(tx, request, async () => {
        const waiting = await tx.paymentAttempt.findFirst({ where: { paymentId, status: 'REQUIRES_ACTION' } });
        return waiting?.id ?? null;
      }),
    );
    if (!attemptId) throw orderClosed((await this.orders.reload(orderId)).status);
    this.judge(await answering(() => till.collection.carryOn(attemptId, this.cause, proof)));
    return this.orders.reload(orderId);
  }

  private async own(paymentId: string): Promise<Payment> {
    const payment = await this.find(paymentId);
    if (!payment) throw notFound('The payment');
    return payment;
  }

  /** What the buyer has to hear of a try; one that succeeded, or takes its time, is told by the order. */
  private judge({ status, declineCode, declineReason, actionUrl }: PaymentAttempt): void {
    if (status === 'DECLINED') throw paymentDeclined(declineCode!, declineReason!);
    if (status === 'REQUIRES_ACTION') throw actionRequired(actionUrl);
  }
}
