import { id, idempotencyKey, text, z } from '@marquee/platform';
import { withoutCard } from '../money/money.input';

export const refundOrderInput = z.object({
  orderId: id(),
  reason: withoutCard(text(500)).nullish(),
  ticketIds: z.array(id()).min(1, 'must name at least one ticket, or be left out').max(10, 'must name at most 10 tickets').nullish(),
  includeUsed: z.boolean().nullish(),
  idempotencyKey: idempotencyKey(),
});

export const retryRefundInput = z.object({ refundId: id(), idempotencyKey: idempotencyKey() });

export type RetryRefund = z.output<typeof retryRefundInput>;
export type RefundOrder = z.output<typeof refundOrderInput>;
