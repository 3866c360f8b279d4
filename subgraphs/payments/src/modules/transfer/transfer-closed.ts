import type { EventCopy, Ticket, TicketTransfer } from '../../generated/prisma/client';
import { doorDecides, type DoorHours } from '../event/door-window';

/** Why a ticket cannot go to somebody else now. */
export type TransferClosedReason = 'NOT_OFFERED' | 'TICKET_NOT_VALID' | 'EVENT_CLOSED' | 'DOOR_OPEN';

/**
 * Why the ticket cannot change hands; null when it can. Once the door is about to open only the door knows whether a ticket is used: from
 * then on it stays with its holder.
 */
export function whyFixed(
  { status, refundId }: Pick<Ticket, 'status' | 'refundId'>,
  event: Pick<EventCopy, 'status' | 'startsAt' | 'endsAt'> | null,
  now: Date,
  hours: DoorHours,
): TransferClosedReason | null {
  if (status !== 'VALID' || refundId !== null) return 'TICKET_NOT_VALID';
  if (event?.status !== 'PUBLISHED' || event.endsAt <= now) return 'EVENT_CLOSED';
  return doorDecides(event, now, hours) ? 'DOOR_OPEN' : null;
}

/** How an offer stands at this moment: one whose time is over has expired, whether or not anybody has looked. */
export const statusAt = ({ status, expiresAt }: Pick<TicketTransfer, 'status' | 'expiresAt'>, now: Date): TicketTransfer['status'] =>
  status === 'OFFERED' && expiresAt <= now ? 'EXPIRED' : status;
