import { Refusal } from '@marquee/platform';
import type { OrderStatus } from '../../generated/prisma/enums';
import type { BrokenLimit } from './order-limit';
import { sentenceOf } from './order-status';

export const orderClosed = (status: OrderStatus) => new Refusal('OrderClosed', 'NOT_ALLOWED_NOW', sentenceOf(status), { status });

export const limitReached = ({ limit, taken, tierId }: BrokenLimit) =>
  new Refusal(
    'LimitReached',
    'NOT_ALLOWED_NOW',
    `One person may have ${limit} places ${tierId ? 'of this tier' : 'of this event'}; you have ${taken}, those of unpaid orders included.`,
    { limit, taken, limitedTierId: tierId },
    { nextStep: 'CHOOSE_OTHER' },
  );
