import { Refusal } from '@marquee/platform';
import type { TransferClosedReason } from '../transfer/transfer-closed';

/** Why a ticket is not resold. */
export type ResaleClosedReason =
  Exclude<TransferClosedReason, 'NOT_OFFERED'> | 'NOT_LISTED' | 'NOT_BOUGHT' | 'BELOW_MINIMUM' | 'BEING_BOUGHT';

const WHY: Record<ResaleClosedReason, string> = {
  NOT_LISTED: 'This ticket is not offered any more.',
  NOT_BOUGHT: 'Only a ticket that you have paid for can be resold. Give it back to who gave it to you.',
  BELOW_MINIMUM: 'This ticket cost less than card processors charge: nobody could pay for it by itself. Give it to somebody instead.',
  BEING_BOUGHT: 'Somebody is paying for this ticket right now.',
  TICKET_NOT_VALID: 'This ticket cannot be resold.',
  EVENT_CLOSED: 'The event is over, or called off.',
  DOOR_OPEN: 'The door is about to open: tickets stay with those who hold them.',
};

export const resaleClosed = (reason: ResaleClosedReason) =>
  new Refusal('ResaleClosed', 'NOT_ALLOWED_NOW', WHY[reason], { resaleReason: reason });
