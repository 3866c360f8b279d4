/** What a code takes off the price of a place; ACCESS takes nothing off, and shows tiers that are hidden otherwise. */
export type Discount = { kind: 'PERCENT'; basisPoints: bigint } | { kind: 'FIXED'; amountMinor: bigint } | { kind: 'ACCESS' };

/** One place of a tier at one price, and what each code took off it, in the order in which they were given. */
export interface Priced {
  price: bigint;
  off: bigint[];
}

const WHOLE = 10_000n;

/**
 * Takes what codes give off the list price of one place: first those that take a part of it, the largest first, each of what is left and
 * rounded half up, then fixed amounts. No price falls below zero. All places of a line cost the same, so lines and orders add up exactly.
 */
export function priceOfPlace(listPrice: bigint, discounts: readonly Discount[]): Priced {
  const off = discounts.map(() => 0n);
  const rank = (discount: Discount) => (discount.kind === 'PERCENT' ? -Number(discount.basisPoints) : 1);
  const order = discounts.map((_, index) => index).sort((a, b) => rank(discounts[a]!) - rank(discounts[b]!) || a - b);
  let price = listPrice;
  for (const index of order) {
    const wanted = amountOff(price, discounts[index]!);
    off[index] = wanted < price ? wanted : price;
    price -= off[index];
  }
  return { price, off };
}

function amountOff(price: bigint, discount: Discount): bigint {
  switch (discount.kind) {
    case 'PERCENT':
      return (price * discount.basisPoints + WHOLE / 2n) / WHOLE;
    case 'FIXED':
      return discount.amountMinor;
    case 'ACCESS':
      return 0n;
  }
}

/** A code as people type it: case, blanks and hyphens do not count. */
export const plainCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\p{Dash_Punctuation}\p{Format}]/gu, '')
    .toUpperCase();
