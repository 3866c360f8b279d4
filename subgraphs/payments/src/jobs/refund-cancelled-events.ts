import type { Job, Step } from '../context';
import type { Database } from '../db';
import type { Order } from '../generated/prisma/client';
import { hasTickets, isOpen } from '../modules/order/order-status';
import { lockOrder, moveOrder } from '../modules/order/order.store';
import { promiseRefund, promiseRequested } from '../modules/refund/refund.store';
import { IN_FULL } from '../modules/refund/refund-terms';
import { LEFT } from '../modules/ticket/ticket-status';
import { releaseHolds } from '../modules/hold/hold.store';

const PAGE = 50;
const REASON = 'The event was called off.';

/**
 * Gives all buyers of a cancelled event their money back. Each order is settled in a transaction of its own, whose outcome (its status)
 * is also the mark that it is done: a run that dies goes on where it stopped, and no order is settled twice. The refunds it promises are
 * made by the other job.
 */
export const refundCancelledEvents: Job = {
  name: 'refund-cancelled-events',
  everyMs: 2_000,
  async run({ kept: { db }, change }) {
    for (const { eventId } of await db.prisma.eventRefundRun.findMany({ where: { finishedAt: null }, orderBy: { createdAt: 'asc' } })) {
      for (let orders = await unsettledOrders(db, eventId); orders.length > 0; orders = await unsettledOrders(db, eventId)) {
        for (const { id } of orders) await change((step) => settleOrder(step, id));
      }
      await change(({ tx, now }) => tx.eventRefundRun.update({ where: { eventId }, data: { finishedAt: now } }));
    }
  },
};

const unsettledOrders = ({ prisma }: Database, eventId: string) =>
  prisma.order.findMany({
    // What is disputed waits for the bank's decision.
    where: { eventId, status: { in: ['PENDING', 'AWAITING_PAYMENT', 'PAID', 'PARTIALLY_REFUNDED'] }, openDisputes: 0 },
    select: { id: true },
    orderBy: { createdAt: 'asc' },
    take: PAGE,
  });

async function settleOrder(step: Step, orderId: string): Promise<void> {
  const order = await lockOrder(step, orderId);
  if (order.openDisputes > 0) return;
  if (isOpen(order.status)) {
    await moveOrder(step, order, 'CANCELLED');
    await releaseHolds(step, [order]);
  } else if (hasTickets(order.status)) {
    await refundAll(step, order);
  }
}

/** Used tickets, too: nobody had the evening. What the door is being asked for goes back without its answer. */
async function refundAll(step: Step, order: Order): Promise<void> {
  const { tx } = step;
  const requested = await tx.refund.findMany({ where: { orderId: order.id, status: 'REQUESTED' }, include: { tickets: true } });
  for (const { tickets, ...refund } of requested) await promiseRequested(step, await lockOrder(step, order.id), refund, tickets, IN_FULL);
  const left = await tx.ticket.findMany({ where: { orderId: order.id, status: { in: LEFT } } });
  if (left.length > 0) await promiseRefund(step, await lockOrder(step, order.id), left, { reason: REASON, terms: IN_FULL });
}
