import { currencyDigits } from '@marquee/platform';

/** A number for programs: no code, no separators. */
export function decimal(minor: bigint, currency: string): string {
  const digits = currencyDigits(currency);
  const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, '0');
  return `${minor < 0n ? '-' : ''}${text.slice(0, text.length - digits)}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
}
