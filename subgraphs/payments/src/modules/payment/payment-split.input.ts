import { id, idempotencyKey, z } from '@marquee/platform';

const MOST_MINOR = 1_000_000_000;

const part = z.object({
  userId: id(),
  amountMinor: z.number().int().min(1, 'must be 1 or more').max(MOST_MINOR, `must be at most ${MOST_MINOR}`).transform(BigInt),
});

export const splitOrderInput = z.object({
  orderId: id(),
  parts: z
    .array(part)
    .min(2, 'must be two or more')
    .max(10, 'must be at most 10')
    .refine((parts) => new Set(parts.map(({ userId }) => userId)).size === parts.length, 'must name each person once'),
  payBy: z.date(),
  whenMissing: z.enum(['BUYER_PAYS', 'ALL_GOES_BACK']),
  idempotencyKey: idempotencyKey(),
});

export type SplitOrder = z.output<typeof splitOrderInput>;
