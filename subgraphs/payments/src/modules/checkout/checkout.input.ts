import { id, idempotencyKey, z } from '@marquee/platform';
import { billTo } from '../document/document.input';
import { promoCode } from '../promo/promo.input';

/** Most places one order may have. */
const MAX_PLACES = 10;
const MAX_PRICE_MINOR = 100_000_000;
const MAX_CODES = 3;

/** What is bought, and by which codes. */
export const basket = {
  items: z
    .array(
      z.object({
        tierId: id(),
        quantity: z.number().int().min(1, 'must be at least 1').max(MAX_PLACES, `must be at most ${MAX_PLACES}`),
        unitPriceMinor: z
          .number()
          .int()
          .min(0, 'must be 0 or more')
          .max(MAX_PRICE_MINOR, `must be at most ${MAX_PRICE_MINOR}`)
          .transform(BigInt)
          .nullish(),
      }),
    )
    .min(1, 'must name at least one ticket')
    .max(MAX_PLACES, `must have at most ${MAX_PLACES} items`)
    .refine((items) => new Set(items.map(({ tierId }) => tierId)).size === items.length, 'must name each tier once')
    .refine(
      (items) => items.reduce((sum, { quantity }) => sum + quantity, 0) <= MAX_PLACES,
      `must not come to more than ${MAX_PLACES} places together`,
    ),
  promoCodes: z
    .array(promoCode())
    .max(MAX_CODES, `must be at most ${MAX_CODES}`)
    .refine((codes) => new Set(codes).size === codes.length, 'must name each code once')
    .nullish(),
};

export const checkoutInput = z.object({ ...basket, billTo: billTo().nullish(), idempotencyKey: idempotencyKey() });

export type Checkout = z.output<typeof checkoutInput>;
