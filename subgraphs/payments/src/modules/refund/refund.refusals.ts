import { Refusal } from '@marquee/platform';
import type { OrderStatus } from '../../generated/prisma/enums';
import { sentenceOf } from '../order/order-status';

export const notRefundable = (status: OrderStatus) =>
  new Refusal('NotRefundable', 'NOT_ALLOWED_NOW', sentenceOf(status), { reason: 'ORDER_STATUS', status, refundableUntil: null });

/** Buyers could give tickets back until then; the box office still can. */
export const tooLateToRefund = (status: OrderStatus, refundableUntil: Date) =>
  new Refusal(
    'NotRefundable',
    'NOT_ALLOWED_NOW',
    'The time to give tickets back is over: ask the organiser for a refund.',
    { reason: 'TOO_LATE', status, refundableUntil },
    { nextStep: 'ASK_ORGANISER' },
  );

/** The box office can take it back, and the entry with it. */
export const ticketUsed = (status: OrderStatus) =>
  new Refusal(
    'NotRefundable',
    'NOT_ALLOWED_NOW',
    'Somebody was let in with a ticket of this order: ask the organiser for a refund.',
    { reason: 'TICKET_USED', status, refundableUntil: null },
    { nextStep: 'ASK_ORGANISER' },
  );
