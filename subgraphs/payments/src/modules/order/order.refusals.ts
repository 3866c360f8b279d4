import { Refusal } from '@marquee/platform';
import type { OrderStatus } from '../../generated/prisma/enums';

const STATE: Record<OrderStatus, string> = {
  PENDING: 'is not paid yet',
  AWAITING_PAYMENT: 'awaits its payment',
  PAID: 'is paid',
  PARTIALLY_REFUNDED: 'is paid, and partly refunded',
  REFUNDED: 'was refunded',
  CANCELLED: 'was cancelled',
  EXPIRED: 'has expired',
};

export const orderClosed = (status: OrderStatus) =>
  new Refusal('OrderClosed', 'NOT_ALLOWED_NOW', `This order ${STATE[status]}.`, { status });

export const notRefundable = (status: OrderStatus, why: string | null, refundableUntil: Date | null) =>
  new Refusal('NotRefundable', 'NOT_ALLOWED_NOW', why ?? `This order ${STATE[status]}.`, { status, refundableUntil });
