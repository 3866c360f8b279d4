import type { PromoCode, TicketTier } from '../../generated/prisma/client';
import { priceOfPlace, type Discount } from './promo-price';

/** Why a code cannot be used for an order. */
export type PromoRefusedReason =
  'UNKNOWN' | 'NOT_STARTED' | 'ENDED' | 'USED_UP' | 'PERSON_LIMIT' | 'NOT_FOR_THESE' | 'NOT_STACKABLE' | 'BELOW_MINIMUM';

export interface CartItem {
  tierId: string;
  quantity: number;
  /** What the buyer gives for each place, where the tier lets them say. */
  price: bigint | null;
}

export interface CartLine {
  tierId: string;
  quantity: number;
  listPrice: bigint;
  unitPrice: bigint;
}

/** What an order takes of one code. */
export interface CodeUse {
  id: string;
  places: number;
  discount: bigint;
}

export const discountOf = ({ kind, basisPoints, amountMinor }: Pick<PromoCode, 'kind' | 'basisPoints' | 'amountMinor'>): Discount => {
  if (kind === 'PERCENT') return { kind, basisPoints: BigInt(basisPoints!) };
  return kind === 'FIXED' ? { kind, amountMinor: amountMinor! } : { kind };
};

/** Does the code have to do with the tier? Without tiers of its own: with all that cost what the organiser says. */
export const isFor = ({ tierIds, kind }: Pick<PromoCode, 'tierIds' | 'kind'>, tier: Pick<TicketTier, 'id' | 'buyerSetsPrice'>): boolean =>
  (tierIds.length === 0 || tierIds.includes(tier.id)) && (kind === 'ACCESS' || !tier.buyerSetsPrice);

/** Why the code is of no use now, to anybody; null when it is. */
export function whyUnusable(
  code: Pick<PromoCode, 'active' | 'startsAt' | 'endsAt' | 'maxPlaces' | 'taken'>,
  now: Date,
): PromoRefusedReason | null {
  if (!code.active) return 'UNKNOWN';
  if (code.startsAt && code.startsAt > now) return 'NOT_STARTED';
  if (code.endsAt && code.endsAt <= now) return 'ENDED';
  return code.maxPlaces !== null && code.taken >= code.maxPlaces ? 'USED_UP' : null;
}

type CodeInCart = Pick<PromoCode, 'id' | 'kind' | 'basisPoints' | 'amountMinor' | 'tierIds'>;

/** The lines of an order at the prices that the codes make, and what it takes of each code, in their order. */
export function priceCart(
  items: readonly CartItem[],
  tiers: readonly Pick<TicketTier, 'id' | 'priceMinor' | 'buyerSetsPrice'>[],
  codes: readonly CodeInCart[],
): { lines: CartLine[]; uses: CodeUse[] } {
  const uses = codes.map(({ id }) => ({ id, places: 0, discount: 0n }));
  const tierById = new Map(tiers.map((tier) => [tier.id, tier]));
  const lines = items.map(({ tierId, quantity, price }) => {
    const tier = tierById.get(tierId)!;
    const listPrice = price ?? tier.priceMinor;
    const indexes = codes.flatMap((code, index) => (isFor(code, tier) ? [index] : []));
    const priced = priceOfPlace(
      listPrice,
      indexes.map((index) => discountOf(codes[index]!)),
    );
    indexes.forEach((index, nth) => {
      uses[index]!.places += quantity;
      uses[index]!.discount += priced.off[nth]! * BigInt(quantity);
    });
    return { tierId, quantity, listPrice, unitPrice: priced.price };
  });
  return { lines, uses };
}

export const totalOf = (lines: readonly CartLine[]): bigint =>
  lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * BigInt(quantity), 0n);
