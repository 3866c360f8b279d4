import type { Order } from '../../generated/prisma/client';

/**
 * Who others are told holds something of an order. A guest without an account has the order's own id; what the version before sold is kept in the
 * name of who made the event.
 */
export const holderTold = ({ id, inNameOf }: Pick<Order, 'id' | 'inNameOf'>, holderId: string): string =>
  holderId === id ? (inNameOf ?? holderId) : holderId;
