import { id, idempotencyKey, text, z } from '@marquee/platform';

export const flagEventInput = z
  .object({
    eventId: id(),
    reason: z.enum(['SPAM', 'DUPLICATE', 'INAPPROPRIATE', 'INACCURATE', 'DANGEROUS', 'OTHER']),
    details: text(1_000).nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ reason, details }) => reason !== 'OTHER' || Boolean(details), {
    path: ['details'],
    message: 'must say what is wrong',
    // Even where another field is wrong: a form hears of all its faults at once.
    when: () => true,
  });
export type FlagEvent = z.output<typeof flagEventInput>;

export const withdrawFlagInput = z.object({ flagId: id(), idempotencyKey: idempotencyKey() });
export type WithdrawFlag = z.output<typeof withdrawFlagInput>;
