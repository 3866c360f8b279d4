import { id, idempotencyKey, line, z } from '@marquee/platform';
import { withoutCard } from '../money/money.input';

const MOST_RATES = 50;

const tax = z
  .object({
    name: withoutCard(line(40)),
    basisPoints: z.number().int().min(0, 'must be 0 or more').max(3_000, 'must be at most 3000'),
    mode: z.enum(['INCLUSIVE', 'EXCLUSIVE', 'EXEMPT', 'REVERSE_CHARGE']),
  })
  .refine(({ mode, basisPoints }) => mode === 'INCLUSIVE' || mode === 'EXCLUSIVE' || basisPoints === 0, {
    path: ['basisPoints'],
    message: 'must be 0 where no tax is charged',
  });

const placeOf = ({ city }: { city?: string | null | undefined }) => city?.toLowerCase() ?? null;

export const setTaxRatesInput = z.object({
  organizationId: id().nullish(),
  rates: z
    .array(tax.and(z.object({ city: withoutCard(line(100)).nullish() })))
    .max(MOST_RATES, `must be at most ${MOST_RATES}`)
    .refine((rates) => new Set(rates.map(placeOf)).size === rates.length, 'must name each city once'),
  idempotencyKey: idempotencyKey(),
});

export const setEventTaxInput = z.object({ eventId: id(), tax: tax.nullish(), idempotencyKey: idempotencyKey() });

export type SetTaxRates = z.output<typeof setTaxRatesInput>;
export type SetEventTax = z.output<typeof setEventTaxInput>;
