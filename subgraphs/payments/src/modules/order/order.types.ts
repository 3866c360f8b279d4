import type { Order, OrderItem } from '../../generated/prisma/client';

/** An item with its order's currency. */
export type OrderItemNode = OrderItem & { currency: string };

export type OrderWithItems = Order & { items: OrderItem[] };
