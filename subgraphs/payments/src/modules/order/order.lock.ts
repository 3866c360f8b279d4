import type { Tx } from '../../db';
import type { Order, OrderItem } from '../../generated/prisma/client';

export type OrderWithItems = Order & { items: OrderItem[] };

export type LockOrder = (tx: Tx, orderId: string) => Promise<OrderWithItems>;

/**
 * The order as it is, and stays until this transaction ends: payment, expiry, refund and cancellation of one order happen one after the
 * other. Locked before its tiers, always.
 */
export const lockOrder: LockOrder = async (tx, orderId) => {
  await tx.$queryRaw`SELECT 1 AS locked FROM orders WHERE id = ${orderId}::uuid FOR NO KEY UPDATE`;
  return tx.order.findUniqueOrThrow({ where: { id: orderId }, include: { items: true } });
};
