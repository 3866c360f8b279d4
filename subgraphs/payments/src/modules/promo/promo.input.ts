import { id, idempotencyKey, z } from '@marquee/platform';
import { hasCardNumber } from '../money/card-number';
import { plainCode } from './promo-price';

const MOST = 1_000_000;
const MOST_MINOR = 100_000_000;
const whole = (least: number, most: number) =>
  z.number().int().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`);
const amount = whole(1, MOST_MINOR).transform(BigInt);

/** As it is kept. */
export const promoCode = () =>
  z
    .string()
    .max(64, 'must have at most 64 characters')
    .refine((typed) => !hasCardNumber(typed), 'must not contain a card number')
    .transform(plainCode)
    .refine((code) => /^[\p{L}\p{N}_]{3,32}$/u.test(code), 'must have 3 to 32 letters, digits or underscores');

const tierIds = z.array(id()).max(50, 'must name at most 50 tiers');
const limits = {
  tierIds: tierIds.nullish(),
  maxPlaces: whole(1, MOST).nullish(),
  maxPerPerson: whole(1, MOST).nullish(),
  budgetMinor: amount.nullish(),
  stackable: z.boolean().nullish(),
  startsAt: z.date().nullish(),
  endsAt: z.date().nullish(),
};

export const createPromoCodeInput = z
  .object({
    eventId: id(),
    code: promoCode(),
    kind: z.enum(['PERCENT', 'FIXED', 'ACCESS']),
    basisPoints: whole(1, 10_000).nullish(),
    amountMinor: amount.nullish(),
    ...limits,
    idempotencyKey: idempotencyKey(),
  })
  .superRefine(({ kind, basisPoints, amountMinor, tierIds: tiers }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if ((kind === 'PERCENT') !== (basisPoints != null)) wrong('basisPoints', 'must be given for PERCENT, and only then');
    if ((kind === 'FIXED') !== (amountMinor != null)) wrong('amountMinor', 'must be given for FIXED, and only then');
    if (kind === 'ACCESS' && !tiers?.length) wrong('tierIds', 'must name the tiers that it shows');
  });

export const updatePromoCodeInput = z.object({
  promoCodeId: id(),
  version: z.number().int().nullish(),
  ...limits,
  active: z.boolean().nullish(),
  idempotencyKey: idempotencyKey(),
});

export type CreatePromoCode = z.output<typeof createPromoCodeInput>;
export type UpdatePromoCode = z.output<typeof updatePromoCodeInput>;
