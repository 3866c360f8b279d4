import { id, idempotencyKey, z } from '@marquee/platform';

const MOST_HOURS = 8_760;
const MOST_STEPS = 5;
const MOST_FEE_MINOR = 100_000_000;

const hoursBefore = () => z.number().int().min(0, 'must be 0 or more').max(MOST_HOURS, `must be at most ${MOST_HOURS}`);

const steps = z
  .array(
    z.object({
      hoursBefore: hoursBefore(),
      basisPoints: z.number().int().min(1, 'must be at least 1').max(10_000, 'must be at most 10000'),
    }),
  )
  .min(1, 'must name at least one step, or be left out')
  .max(MOST_STEPS, `must be at most ${MOST_STEPS}`)
  .refine(
    (all) =>
      all.every(
        (step, index) => index === 0 || (step.hoursBefore < all[index - 1]!.hoursBefore && step.basisPoints < all[index - 1]!.basisPoints),
      ),
    'must come nearer to the start, and give back less, from one to the next',
  );

export const setRefundPolicyInput = z
  .object({
    eventId: id(),
    refundable: z.boolean(),
    hoursBefore: hoursBefore().nullish(),
    steps: steps.nullish(),
    feeMinor: z
      .number()
      .int()
      .min(0, 'must be 0 or more')
      .max(MOST_FEE_MINOR, `must be at most ${MOST_FEE_MINOR}`)
      .transform(BigInt)
      .nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ refundable, hoursBefore }) => refundable || hoursBefore == null, {
    path: ['hoursBefore'],
    message: 'must be left out where nothing is given back',
  })
  .refine(({ refundable, steps: named }) => refundable || named == null, {
    path: ['steps'],
    message: 'must be left out where nothing is given back',
  })
  .refine(({ hoursBefore: hours, steps: named }) => hours == null || named == null, {
    path: ['hoursBefore'],
    message: 'must be left out where steps are named',
  });

export type SetRefundPolicy = z.output<typeof setRefundPolicyInput>;
