import type { OrderItem } from '../../generated/prisma/client';

/** An item with its order's currency. */
export type OrderItemNode = OrderItem & { currency: string };

/** An event as this subgraph knows it: by its id; its home has the rest. */
export interface EventReference {
  id: string;
}

/** A person, likewise. */
export interface UserReference {
  id: string;
}
