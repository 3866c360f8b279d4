import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Order } from '../../generated/prisma/client';
import { money } from '../money/money';

/** What somebody has to know of an order that is split. */
export interface SplitNews {
  toUserId: string;
  state: 'ASKED' | 'MISSING' | 'COMPLETE' | 'RETURNED';
  amount: bigint;
}

export const orderSplit = (
  { id, eventId, userId, payBy, expiresAt, currency }: Order,
  { toUserId, state, amount }: SplitNews,
  at: Date,
): FactOf<Pick<Topics, 'order.split'>> => ({
  topic: 'order.split',
  key: id,
  payload: {
    ...{ orderId: id, eventId, buyerId: userId, toUserId, state },
    amount: money(amount, currency),
    payBy: (state === 'MISSING' ? expiresAt : payBy!).toISOString(),
    at: at.toISOString(),
  },
});
