import type { Ticket } from '../../generated/prisma/client';

/** Which tickets a refund is about, by what may happen to them. */
export interface Picked {
  /** Can be taken back, or the door be asked for them. */
  free: Ticket[];
  /** Are on their way back already: the door is being asked. */
  waiting: Ticket[];
  /** Somebody was let in with them, and they were not asked for on purpose. */
  used: Ticket[];
}

/**
 * Picks from the tickets that are left of an order: those that are named, or all. Null when one that is named is not among them. Used
 * tickets stay with their buyer unless the box office includes them.
 */
export function pickTickets(left: readonly Ticket[], ids: readonly string[] | null, includeUsed: boolean): Picked | null {
  const wanted = ids && new Set(ids);
  const picked = wanted ? left.filter(({ id }) => wanted.has(id)) : [...left];
  if (wanted && picked.length < wanted.size) return null;
  const isKept = ({ status }: Ticket) => status === 'USED' && !includeUsed;
  const rest = picked.filter((ticket) => !isKept(ticket));
  return {
    free: rest.filter(({ refundId }) => refundId === null),
    waiting: rest.filter(({ refundId }) => refundId !== null),
    used: picked.filter(isKept),
  };
}
