import { Refusal } from '@marquee/platform';
import type { TransferClosedReason } from './transfer-closed';

const WHY: Record<TransferClosedReason, string> = {
  NOT_OFFERED: 'This ticket is not offered any more.',
  TICKET_NOT_VALID: 'This ticket cannot be given to somebody else.',
  EVENT_CLOSED: 'The event is over, or called off.',
  DOOR_OPEN: 'The door is about to open: tickets stay with those who hold them.',
};

export const transferClosed = (reason: TransferClosedReason) => new Refusal('TransferClosed', 'NOT_ALLOWED_NOW', WHY[reason], { reason });
