import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Dispute } from '../../generated/prisma/client';
import { money } from '../money/money';

/** `userIds`: who is told of it. */
export const disputeChanged = (dispute: Dispute, userIds: string[]): FactOf<Pick<Topics, 'dispute.changed'>> => ({
  topic: 'dispute.changed',
  key: dispute.id,
  payload: {
    disputeId: dispute.id,
    version: dispute.version,
    eventId: dispute.eventId,
    orderId: dispute.orderId,
    userIds,
    status: dispute.status,
    amount: money(dispute.amountMinor, dispute.currency),
    respondBy: dispute.respondBy?.toISOString() ?? null,
    changedAt: dispute.updatedAt.toISOString(),
  },
});
