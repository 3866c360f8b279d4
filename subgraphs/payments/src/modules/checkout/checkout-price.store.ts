import { currencyDigits, invalidInput, notFound } from '@marquee/platform';
import type { PromoCode, TicketTier } from '../../generated/prisma/client';
import { minimumCharge } from '../money/minimum-charge';
import { isFor, priceCart, totalOf, type CartLine, type CodeUse } from '../promo/promo-cart';
import { promoRefused } from '../promo/promo.refusals';
import type { Checkout } from './checkout.input';

/**
 * The lines of an order at today's prices, less what its codes take off. Refuses a hidden tier that no code names, a price that is not the
 * buyer's to say, and an order that would cost less than processors charge. At the box office hidden tiers are sold without a code, and no
 * processor has a least amount.
 */
export function priceOrder(
  items: Checkout['items'],
  tiers: readonly TicketTier[],
  codes: readonly PromoCode[],
  { isBoxOffice = false }: { isBoxOffice?: boolean } = {},
): { lines: CartLine[]; uses: CodeUse[] } {
  const tierById = new Map(tiers.map((tier) => [tier.id, tier]));
  const wanted = items.map(({ tierId, quantity, unitPriceMinor }, index) => {
    const tier = tierById.get(tierId)!;
    if (tier.hidden && !isBoxOffice && !codes.some((code) => code.tierIds.includes(tier.id) && isFor(code, tier)))
      throw notFound('The ticket tier');
    return { tierId, quantity, price: chosenPrice(tier, unitPriceMinor ?? null, `items.${index}.unitPriceMinor`) };
  });
  const priced = priceCart(wanted, tiers, codes);
  const total = totalOf(priced.lines);
  const { currency } = tiers[0]!;
  const least = BigInt(minimumCharge(currency, currencyDigits(currency)));
  if (!isBoxOffice && total > 0n && total < least && codes.length > 0) throw promoRefused(codes[0]!.code, 'BELOW_MINIMUM');
  return priced;
}

function chosenPrice(tier: TicketTier, price: bigint | null, path: string): bigint | null {
  if (!tier.buyerSetsPrice) {
    if (price !== null) throw invalidInput(path, 'must be left out: the organiser says what this tier costs');
    return null;
  }
  const least = BigInt(minimumCharge(tier.currency, currencyDigits(tier.currency)));
  if (price === null) throw invalidInput(path, 'must be given: the buyer says what this tier costs');
  if (price < tier.priceMinor) throw invalidInput(path, `must be at least ${tier.priceMinor}`);
  if (price > 0n && price < least) throw invalidInput(path, `must be 0, or at least ${least}`);
  return price;
}
