import { Refusal } from '@marquee/platform';
import type { OrderStatus } from '../../generated/prisma/enums';
import { sentenceOf } from './order-status';

export const orderClosed = (status: OrderStatus) => new Refusal('OrderClosed', 'NOT_ALLOWED_NOW', sentenceOf(status), { status });
