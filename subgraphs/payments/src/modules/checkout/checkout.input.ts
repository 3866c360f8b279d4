import { id, idempotencyKey, z } from '@marquee/platform';

/** Most places one order may have. */
const MAX_PLACES = 10;

export const checkoutInput = z.object({
  items: z
    .array(
      z.object({ tierId: id(), quantity: z.number().int().min(1, 'must be at least 1').max(MAX_PLACES, `must be at most ${MAX_PLACES}`) }),
    )
    .min(1, 'must name at least one ticket')
    .max(MAX_PLACES, `must have at most ${MAX_PLACES} items`)
    .refine((items) => new Set(items.map(({ tierId }) => tierId)).size === items.length, 'must name each tier once')
    .refine(
      (items) => items.reduce((sum, { quantity }) => sum + quantity, 0) <= MAX_PLACES,
      `must not come to more than ${MAX_PLACES} places together`,
    ),
  idempotencyKey: idempotencyKey(),
});

export type Checkout = z.output<typeof checkoutInput>;
