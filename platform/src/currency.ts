/**
 * Currencies in use by ISO 4217, from the platform's own list (CLDR), without special drawing rights and the like, in which nobody pays. The
 * digits are ISO's: CLDR's are for shop signs and differ (HUF, IDR).
 */
const NOT_PAID_IN = new Set(['XDR', 'XSU', 'XUA', 'XXX', 'XTS']);

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency').filter((code) => !NOT_PAID_IN.has(code)));

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);

/** Is it the code of a currency that people pay in? Upper case. */
export const isCurrency = (code: string): boolean => CURRENCIES.has(code);

/** How many digits its minor units have: 2 for CAD, 0 for JPY, 3 for KWD. */
export const currencyDigits = (code: string): number => DIGITS.get(code) ?? 2;

/** An amount for people: `formatAmount(1250n, 'CAD')` is `12.50 CAD`. */
export function formatAmount(minor: bigint | number, code: string): string {
  const digits = currencyDigits(code);
  const text = String(minor).padStart(digits + 1, '0');
  return `${digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text} ${code}`;
}
