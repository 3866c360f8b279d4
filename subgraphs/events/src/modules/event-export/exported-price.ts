import { currencyDigits } from '@marquee/platform';
import type { ExportedEvent } from './event-export.types';

/** Amounts in units of the currency, as texts: the lowest, and the highest where it is another one. */
export function pricesOf({ priceMin, priceMax, priceCurrency }: ExportedEvent): string[] {
  if (priceCurrency === null) return [];
  const digits = currencyDigits(priceCurrency);
  return [priceMin, priceMax].flatMap((minor) => (minor === null ? [] : [unitsOf(minor, digits)]));
}

function unitsOf(minor: bigint, digits: number): string {
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
