import { notFound, rowsWithin } from '@marquee/platform';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Order, OrderItem, Prisma } from '../../generated/prisma/client';
import type { OrderStatus } from '../../generated/prisma/enums';
import { nextStatus } from './order-status';
import type { OrderWithItems } from './order.types';

const lockedOrder = rowsWithin<Order>('Order', 'id = $1::uuid FOR NO KEY UPDATE');
const itemsOf = rowsWithin<OrderItem>('OrderItem', 'order_id = $1::uuid');

/**
 * The order as it is, and stays until this transaction ends: payment, expiry, refund and cancellation of one order happen one after the
 * other. Locked before its tiers, always.
 */
export async function lockOrder({ tx, kept }: Step, orderId: string): Promise<OrderWithItems> {
  const [order] = await lockedOrder(tx, kept.db.prisma, [orderId]);
  if (!order) throw notFound('The order');
  return { ...order, items: await itemsOf(tx, kept.db.prisma, [orderId]) };
}

/** Brings a locked order to another status, which makes a new version of it. */
export async function moveOrder({ tx, now, push }: Step, order: Order, to: OrderStatus, more: Prisma.OrderUpdateInput = {}): Promise<void> {
  const status = nextStatus(order.status, to);
  if (order.payBy !== null) push(channels.order(order.id));
  await tx.order.update({ where: { id: order.id }, data: { ...more, status, version: { increment: 1 }, updatedAt: now } });
}
