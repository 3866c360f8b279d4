import type { TicketStatus } from '../../generated/prisma/enums';

/** Tickets that are somebody's: neither given back nor passed on. Each is one place that is sold, or held while it is in resale. */
export const LEFT: TicketStatus[] = ['VALID', 'USED', 'IN_RESALE'];

export const isLeft = (status: TicketStatus): boolean => LEFT.includes(status);
