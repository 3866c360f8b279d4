import { Refusal } from '@marquee/platform';
import type { OrderStatus } from '../../generated/prisma/enums';
import { sentenceOf } from '../order/order-status';

export const notRefundable = (status: OrderStatus) =>
  new Refusal('NotRefundable', 'NOT_ALLOWED_NOW', sentenceOf(status), { status, refundableUntil: null });

/** Buyers could give tickets back until then; the organiser still can. */
export const tooLateToRefund = (status: OrderStatus, refundableUntil: Date) =>
  new Refusal(
    'NotRefundable',
    'NOT_ALLOWED_NOW',
    'The event has started: ask its organiser for a refund.',
    { status, refundableUntil },
    { nextStep: 'ASK_ORGANISER' },
  );
