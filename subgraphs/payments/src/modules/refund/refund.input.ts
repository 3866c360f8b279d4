import { id, idempotencyKey, text, z } from '@marquee/platform';

export const refundOrderInput = z.object({
  orderId: id(),
  reason: text(500).nullish(),
  ticketIds: z.array(id()).min(1, 'must name at least one ticket, or be left out').max(10, 'must name at most 10 tickets').nullish(),
  idempotencyKey: idempotencyKey(),
});

export type RefundOrder = z.output<typeof refundOrderInput>;
