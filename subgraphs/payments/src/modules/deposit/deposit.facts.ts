import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Order } from '../../generated/prisma/client';
import { money } from '../money/money';
import type { DepositEnd } from './deposit-end';

/** Deposits of an order have ended alike. `order` as it is after that. */
export const depositEnded = (
  { id: orderId, version, userId, eventId, currency }: Order,
  { status, reason }: DepositEnd,
  { amount, deposits }: { amount: bigint; deposits: number },
  endedAt: Date,
): FactOf<Pick<Topics, 'deposit.ended'>> => ({
  topic: 'deposit.ended',
  key: orderId,
  payload: { orderId, version, userId, eventId, status, reason, amount: money(amount, currency), deposits, endedAt: endedAt.toISOString() },
});
