export interface PriceRange {
  minMinor: number;
  maxMinor: number;
  currency: string;
}

/** Null where none was chosen. */
export const priceOf = (row: { priceMinMinor: number | null; priceMaxMinor: number | null; currency: string | null }): PriceRange | null =>
  row.priceMinMinor === null || row.priceMaxMinor === null || row.currency === null
    ? null
    : { minMinor: row.priceMinMinor, maxMinor: row.priceMaxMinor, currency: row.currency };
