import { id, idempotencyKey, z } from '@marquee/platform';

const MOST_MINOR = 100_000_000;

export const setUpPayeeInput = z.object({
  organizationId: id().nullish(),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be the ISO 3166 code of a country, such as CA'),
  schedule: z.enum(['IMMEDIATE', 'WEEKLY', 'MONTHLY']),
  minimumMinor: z.number().int().min(0, 'must be 0 or more').max(MOST_MINOR, `must be at most ${MOST_MINOR}`).transform(BigInt).nullish(),
  idempotencyKey: idempotencyKey(),
});

export type SetUpPayee = z.output<typeof setUpPayeeInput>;
