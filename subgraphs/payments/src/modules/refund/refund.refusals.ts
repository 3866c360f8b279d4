import { Refusal } from '@marquee/platform';
import type { Ticket } from '../../generated/prisma/client';
import type { OrderStatus } from '../../generated/prisma/enums';
import { sentenceOf } from '../order/order-status';

export const notRefundable = (status: OrderStatus) =>
  new Refusal('NotRefundable', 'NOT_ALLOWED_NOW', sentenceOf(status), {
    reason: 'ORDER_STATUS',
    status,
    refundableUntil: null,
    unusedTicketIds: [],
  });

/** Their bank is getting it back for them, or has: nobody has it twice. */
export const disputed = (status: OrderStatus) =>
  new Refusal('NotRefundable', 'NOT_ALLOWED_NOW', 'A payment of this order is disputed at the bank. Wait for its decision.', {
    reason: 'DISPUTED',
    status,
    refundableUntil: null,
    unusedTicketIds: [],
  });

/** Buyers could give tickets back until then; the box office still can. */
export const tooLateToRefund = (status: OrderStatus, refundableUntil: Date | null) =>
  new Refusal(
    'NotRefundable',
    'NOT_ALLOWED_NOW',
    'The time to give tickets back is over: ask the organiser for a refund.',
    { reason: 'TOO_LATE', status, refundableUntil, unusedTicketIds: [] },
    { nextStep: 'ASK_ORGANISER' },
  );

/** What is left of the order is other people's by now. */
export const givenAway = (status: OrderStatus) =>
  new Refusal(
    'NotRefundable',
    'NOT_ALLOWED_NOW',
    'These tickets were given to others. Who holds one can give it back to you.',
    { reason: 'GIVEN_AWAY', status, refundableUntil: null, unusedTicketIds: [] },
    { nextStep: 'ASK_ORGANISER' },
  );

/** The box office can take it back, and the entry with it. The others go back when they are named. */
export const ticketUsed = (status: OrderStatus, unused: readonly Ticket[]) =>
  new Refusal(
    'NotRefundable',
    'NOT_ALLOWED_NOW',
    unused.length > 0
      ? 'Somebody was let in with a ticket of this order. Name those that are to go back, or ask the organiser for a refund of all.'
      : 'Somebody was let in with this ticket: ask the organiser for a refund.',
    { reason: 'TICKET_USED', status, refundableUntil: null, unusedTicketIds: unused.map(({ id }) => id) },
    { nextStep: 'ASK_ORGANISER' },
  );
