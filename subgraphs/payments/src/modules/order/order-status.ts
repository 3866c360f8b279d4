import type { OrderStatus } from '../../generated/prisma/enums';

/**
 * The life of an order. PENDING and AWAITING_PAYMENT keep places; PAID has tickets. Three ways lead out of an end:
 * an EXPIRED order is revived by its buyer (AWAITING_PAYMENT) or by money that arrives late and still finds the places free (PAID), and
 * money that buys nothing any more goes back whole (REFUNDED); of several payments of one order each goes back for itself.
 */
const NEXT: Record<OrderStatus, readonly OrderStatus[]> = {
  PENDING: ['AWAITING_PAYMENT', 'PAID', 'CANCELLED', 'EXPIRED'],
  AWAITING_PAYMENT: ['PAID', 'REFUNDED', 'CANCELLED', 'EXPIRED'],
  PAID: ['PARTIALLY_REFUNDED', 'REFUNDED'],
  PARTIALLY_REFUNDED: ['PARTIALLY_REFUNDED', 'REFUNDED'],
  EXPIRED: ['AWAITING_PAYMENT', 'PAID', 'REFUNDED'],
  CANCELLED: ['REFUNDED'],
  REFUNDED: ['REFUNDED'],
};

/** Returns `to`, so that a change of status reads as one; a change that the life of an order does not know is a defect of ours. */
export function nextStatus(from: OrderStatus, to: OrderStatus): OrderStatus {
  if (!NEXT[from].includes(to)) throw new Error(`An order cannot go from ${from} to ${to}.`);
  return to;
}

/** It keeps places and waits for money. */
export const isOpen = (status: OrderStatus) => status === 'PENDING' || status === 'AWAITING_PAYMENT';

/** Its tickets, or some of them, are valid. */
export const hasTickets = (status: OrderStatus) => status === 'PAID' || status === 'PARTIALLY_REFUNDED';

/** Where the money for it should go once it arrives: places that are kept for it, places that must be free, or nothing any more. */
export function claimOf(status: OrderStatus): 'HELD_PLACES' | 'FREE_PLACES' | 'NOTHING' {
  if (isOpen(status)) return 'HELD_PLACES';
  return status === 'EXPIRED' ? 'FREE_PLACES' : 'NOTHING';
}

const TEXT: Record<OrderStatus, string> = {
  PENDING: 'is not paid yet',
  AWAITING_PAYMENT: 'awaits its payment',
  PAID: 'is paid',
  PARTIALLY_REFUNDED: 'is paid, and partly refunded',
  REFUNDED: 'was refunded',
  CANCELLED: 'was cancelled',
  EXPIRED: 'has expired',
};

/** For people. */
export const sentenceOf = (status: OrderStatus): string => `This order ${TEXT[status]}.`;
