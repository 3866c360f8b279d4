import type { Job } from '@marquee/platform';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { hasTickets, isOpen, step } from '../modules/order/order.status';

const PAGE = 50;
const REASON = 'The event was called off.';

/**
 * Gives all buyers of a cancelled event their money back. Each order is settled in a transaction of its own, whose outcome (its status)
 * is also the mark that it is done: a run that dies goes on where it stopped, and no order is settled twice. The refunds it promises are
 * made by the other job.
 */
export const refundCancelledEvents = (runtime: SubgraphRuntime): Job => ({
  name: 'payments.refund-cancelled-events',
  everyMs: 2_000,
  async run() {
    const { db, clock } = runtime;
    for (const { eventId } of await db.prisma.eventRefundRun.findMany({ where: { finishedAt: null }, orderBy: { createdAt: 'asc' } })) {
      for (let orders = await unsettled(runtime, eventId); orders.length > 0; orders = await unsettled(runtime, eventId)) {
        for (const { id } of orders) await db.transaction((tx) => settle(runtime, tx, id));
      }
      await db.prisma.eventRefundRun.update({ where: { eventId }, data: { finishedAt: clock.now() } });
    }
  },
});

const unsettled = ({ db }: SubgraphRuntime, eventId: string) =>
  db.prisma.order.findMany({
    where: { eventId, status: { in: ['PENDING', 'AWAITING_PAYMENT', 'PAID', 'PARTIALLY_REFUNDED'] } },
    select: { id: true },
    orderBy: { createdAt: 'asc' },
    take: PAGE,
  });

async function settle({ till, clock }: SubgraphRuntime, tx: Tx, orderId: string): Promise<void> {
  const order = await till.lockOrder(tx, orderId);
  if (isOpen(order.status)) {
    await tx.order.update({
      where: { id: orderId },
      data: { status: step(order.status, 'CANCELLED'), version: { increment: 1 }, updatedAt: clock.now() },
    });
    await till.places.release(tx, order.items);
  } else if (hasTickets(order.status)) {
    const tickets = await tx.ticket.findMany({ where: { orderId, status: 'VALID' } });
    await till.refunds.promise(tx, order, tickets, REASON, { correlationId: 'job:refund-cancelled-events' });
  }
}
