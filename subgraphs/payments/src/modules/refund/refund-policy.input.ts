import { id, idempotencyKey, z } from '@marquee/platform';

const MOST_HOURS = 8_760;

export const setRefundPolicyInput = z
  .object({
    eventId: id(),
    refundable: z.boolean(),
    hoursBefore: z.number().int().min(0, 'must be 0 or more').max(MOST_HOURS, `must be at most ${MOST_HOURS}`).nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ refundable, hoursBefore }) => refundable || hoursBefore == null, {
    path: ['hoursBefore'],
    message: 'must be left out where nothing is given back',
  });

export type SetRefundPolicy = z.output<typeof setRefundPolicyInput>;
