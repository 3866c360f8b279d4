import type { Order } from '../../generated/prisma/client';

/** In whose name others keep what somebody holds of an order: a guest without an account, who is nobody to them, stands under the seller's. */
export const holderTold = ({ id, inNameOf }: Pick<Order, 'id' | 'inNameOf'>, holderId: string): string =>
  holderId === id ? (inNameOf ?? holderId) : holderId;
