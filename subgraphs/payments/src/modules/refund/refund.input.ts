import { id, idempotencyKey, text, z } from '@marquee/platform';
import { withoutCard } from '../money/money.input';

const MOST_MINOR = 1_000_000_000;

const minor = (least: number) =>
  z.number().int().min(least, `must be at least ${least}`).max(MOST_MINOR, `must be at most ${MOST_MINOR}`).transform(BigInt);

export const refundOrderInput = z
  .object({
    orderId: id(),
    reason: withoutCard(text(500)).nullish(),
    amountPerTicketMinor: minor(0).nullish(),
    atLeastMinor: minor(0).nullish(),
    ticketIds: z.array(id()).min(1, 'must name at least one ticket, or be left out').max(10, 'must name at most 10 tickets').nullish(),
    includeUsed: z.boolean().nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ amountPerTicketMinor, reason }) => amountPerTicketMinor == null || !!reason, {
    path: ['reason'],
    message: 'must say why another amount goes back',
  });

/** Money without tickets: why is always said. */
export const giveMoneyBackInput = z.object({
  orderId: id(),
  amountMinor: minor(1),
  besidesRefund: z.boolean().nullish(),
  reason: withoutCard(text(500)).refine((reason) => reason.length > 0, 'must not be empty'),
  idempotencyKey: idempotencyKey(),
});

export const retryRefundInput = z.object({ refundId: id(), idempotencyKey: idempotencyKey() });

export type RetryRefund = z.output<typeof retryRefundInput>;
export type RefundOrder = z.output<typeof refundOrderInput>;
export type GiveMoneyBack = z.output<typeof giveMoneyBackInput>;
