import { id, idempotencyKey, z } from '@marquee/platform';

const MOST_MINOR = 50_000;

export const setTierDepositInput = z
  .object({
    tierId: id(),
    depositMinor: z.number().int().min(0, 'must be 0 or more').max(MOST_MINOR, `must be at most ${MOST_MINOR}`).transform(BigInt),
    waivedFrom: z.number().int().min(1, 'must be at least 1').max(100, 'must be at most 100').nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ depositMinor, waivedFrom }) => depositMinor > 0n || waivedFrom == null, {
    path: ['waivedFrom'],
    message: 'must be left out where nothing is deposited',
  });

export type SetTierDeposit = z.output<typeof setTierDepositInput>;
