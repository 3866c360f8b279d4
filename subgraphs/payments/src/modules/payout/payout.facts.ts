import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Payout } from '../../generated/prisma/client';
import { money } from '../money/money';

/** `userIds`: who is told of it. */
export const payoutChanged = (payout: Payout, userIds: string[]): FactOf<Pick<Topics, 'payout.changed'>> => ({
  topic: 'payout.changed',
  key: payout.id,
  payload: {
    payoutId: payout.id,
    version: payout.version,
    payeeId: payout.payeeId,
    userIds,
    // Of one that was withdrawn nobody is told.
    status: payout.status as Exclude<Payout['status'], 'WITHDRAWN'>,
    amount: money(payout.amountMinor, payout.currency),
  },
});
