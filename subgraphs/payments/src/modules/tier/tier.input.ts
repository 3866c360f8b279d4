import { currency, currencyDigits, formatAmount, id, idempotencyKey, line, text, z } from '@marquee/platform';
import { minimumCharge } from '../money/minimum-charge';
import { withoutCard } from '../money/money.input';

const MAX_PRICE_MINOR = 100_000_000;
const MAX_QUANTITY = 1_000_000;

const price = z
  .object({
    amountMinor: z.number().int().min(0, 'must be 0 or more').max(MAX_PRICE_MINOR, `must be at most ${MAX_PRICE_MINOR}`).transform(BigInt),
    currency: currency(),
  })
  .superRefine(({ amountMinor, currency: code }, context) => {
    const least = minimumCharge(code, currencyDigits(code));
    if (amountMinor === 0n || amountMinor >= BigInt(least)) return;
    context.addIssue({ code: 'custom', path: ['amountMinor'], message: `must be 0, or at least ${least} (${formatAmount(least, code)})` });
  });
const maxPerPerson = z.number().int().min(1, 'must be at least 1').max(MAX_QUANTITY, `must be at most ${MAX_QUANTITY}`);
const quantity = z.number().int().min(1, 'must be at least 1').max(MAX_QUANTITY, `must be at most ${MAX_QUANTITY}`);

const sale = { hidden: z.boolean().nullish(), salesStart: z.date().nullish(), salesEnd: z.date().nullish() };

export const createTicketTierInput = z.object({
  eventId: id(),
  name: withoutCard(line(100)),
  description: withoutCard(text(2000)).nullish(),
  price,
  quantity,
  maxPerPerson: maxPerPerson.nullish(),
  ...sale,
  buyerSetsPrice: z.boolean().nullish(),
  idempotencyKey: idempotencyKey(),
});

/** Null means the same as absent, but for the times of the sale, which it takes away. */
export const updateTicketTierInput = z.object({
  tierId: id(),
  version: z.number().int().nullish(),
  name: withoutCard(line(100)).nullish(),
  description: withoutCard(text(2000)).nullish(),
  price: price.nullish(),
  quantity: quantity.nullish(),
  maxPerPerson: maxPerPerson.nullish(),
  ...sale,
  onSale: z.boolean().nullish(),
  idempotencyKey: idempotencyKey(),
});

export type CreateTicketTier = z.output<typeof createTicketTierInput>;
export type UpdateTicketTier = z.output<typeof updateTicketTierInput>;
