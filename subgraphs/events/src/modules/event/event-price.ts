import type { MoneyPayload } from '@marquee/schema/topics';
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
