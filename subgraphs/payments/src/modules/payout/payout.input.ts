import { id, idempotencyKey, text, z } from '@marquee/platform';
import { withoutCard } from '../money/money.input';

const MOST_MINOR = 100_000_000;

export const setUpPayeeInput = z.object({
  organizationId: id().nullish(),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be the ISO 3166 code of a country, such as CA'),
  schedule: z.enum(['IMMEDIATE', 'WEEKLY', 'MONTHLY']),
  minimumMinor: z.number().int().min(0, 'must be 0 or more').max(MOST_MINOR, `must be at most ${MOST_MINOR}`).transform(BigInt).nullish(),
  idempotencyKey: idempotencyKey(),
});

export const settleWithheldPayoutInput = z.object({
  payoutId: id(),
  decision: z.enum(['SEND', 'WITHDRAW']),
  reason: withoutCard(text(500, 1)),
  idempotencyKey: idempotencyKey(),
});

export type SettleWithheldPayout = z.output<typeof settleWithheldPayoutInput>;
export type SetUpPayee = z.output<typeof setUpPayeeInput>;
