import type { MoneyPayload, SalesChanged } from '@marquee/schema/topics';
import type { PriceType } from '../../generated/prisma/enums';

/** The price columns of an event's row. */
export interface PriceColumns {
  priceType: PriceType;
  priceMin: bigint | null;
  priceMax: bigint | null;
  priceCurrency: string | null;
}

export interface Price {
  type: PriceType;
  /** Null: not told, or free. */
  min: MoneyPayload | null;
  /** Null: there is one price, or none is told. */
  max: MoneyPayload | null;
}

export const FREE: Price = { type: 'FREE', min: null, max: null };

export function priceOf(row: PriceColumns): Price {
  const money = (amount: bigint | null): MoneyPayload | null =>
    amount === null || row.priceCurrency === null ? null : { amountMinor: Number(amount), currency: row.priceCurrency };
  return { type: row.priceType, min: money(row.priceMin), max: money(row.priceMax) };
}

export const priceColumns = ({ type, min, max }: Price): PriceColumns => ({
  priceType: type,
  priceMin: min && BigInt(min.amountMinor),
  priceMax: max && BigInt(max.amountMinor),
  priceCurrency: min?.currency ?? null,
});

export const isSamePrice = (one: PriceColumns, other: PriceColumns): boolean =>
  one.priceType === other.priceType &&
  one.priceMin === other.priceMin &&
  one.priceMax === other.priceMax &&
  one.priceCurrency === other.priceCurrency;

/** One tier, as payments tells it. */
export type TierCopy = SalesChanged['tiers'][number];

/**
 * What an event costs that has ticket tiers: from the lowest to the highest price of those on sale; while none is, of all of them, so that
 * it goes on showing what a ticket did cost. Free where no ticket costs anything. Null without tiers: its organiser says the price. All tiers
 * of an event are in one currency.
 */
export function priceOfTiers(tiers: readonly TierCopy[]): Price | null {
  if (tiers.length === 0) return null;
  const onSale = tiers.filter((tier) => tier.onSale);
  const prices = (onSale.length > 0 ? onSale : tiers).map(({ price }) => price).sort((a, b) => a.amountMinor - b.amountMinor);
  const [min, max] = [prices[0]!, prices.at(-1)!];
  if (max.amountMinor === 0) return FREE;
  return { type: 'PAID', min, max: max.amountMinor > min.amountMinor ? max : null };
}
