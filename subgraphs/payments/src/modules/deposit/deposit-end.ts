import type { DepositReason, DepositStatus, TicketStatus } from '../../generated/prisma/enums';

/** How a deposit ends. */
export interface DepositEnd {
  status: Exclude<DepositStatus, 'HELD'>;
  reason: Exclude<DepositReason, 'CALLED_BACK'>;
}

/** What decides about a deposit. */
export interface HeldFor {
  ticket: { status: TicketStatus; usedAt: Date | null; refundId: string | null };
  /** Who held the ticket was erased. */
  excused: boolean;
}

const HOUR_MS = 3_600_000;

/** From when on a deposit for which nobody came is kept. Until the door has closed it may still tell of somebody. */
export const keptFrom = (endsAt: Date, hours: number): Date => new Date(endsAt.getTime() + hours * HOUR_MS);

/** How many hours after the end of an event that is. */
export const keptAfterHours = ({
  DEPOSIT_GRACE_HOURS: grace,
  DOOR_CLOSES_HOURS: door,
}: {
  DEPOSIT_GRACE_HOURS: number;
  DOOR_CLOSES_HOURS: number;
}) => Math.max(grace, door + 1);

/**
 * How a deposit ends at this moment; null while it is held. `isOver`: the event is over, and so is the time in which nothing is kept.
 * `wasOpened`: somebody was checked in at it. A ticket that is on its way back, or being resold, waits for that.
 */
export function endOf(
  { ticket, excused }: HeldFor,
  event: { status: string } | null,
  { isOver, wasOpened }: { isOver: boolean; wasOpened: boolean },
): DepositEnd | null {
  const calledOff = event === null || event.status === 'CANCELLED' || event.status === 'DELETED';
  if (ticket.usedAt !== null) return { status: 'RETURNED', reason: 'CHECKED_IN' };
  if (calledOff) return { status: 'RETURNED', reason: 'CALLED_OFF' };
  if (ticket.status === 'REFUNDED') return { status: 'RETURNED', reason: 'GIVEN_BACK' };
  if (excused) return { status: 'RETURNED', reason: 'HOLDER_ERASED' };
  if (!isOver || ticket.status !== 'VALID' || ticket.refundId !== null) return null;
  return wasOpened ? { status: 'KEPT', reason: 'NO_SHOW' } : { status: 'RETURNED', reason: 'NO_CHECK_IN' };
}
