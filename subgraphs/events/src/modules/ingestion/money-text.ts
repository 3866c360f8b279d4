/** Numbers as people write them: grouped by points, commas, apostrophes or blanks, or not at all. */
const NUMBER = /\d{1,3}(?:[.,'’\u00a0\u202f\u2009 ]\d{3})+(?:[.,]\d{1,4})?(?!\d)|\d+(?:[.,]\d+)?/g;
const BLANKS = /['’\u00a0\u202f\u2009 ]/g;

/**
 * All amounts in a text, in units of the currency: `"15.00"`, `"$15"`, `"1.250,00"`, `"1 250,00"`, `"1'250.00"`, `"10-20"`. `digits`: how
 * many the currency has after its point, which decides what "1.250" means.
 */
export function amountsIn(text: string, digits: number): number[] {
  return [...text.matchAll(NUMBER)].map(([written]) => numberOf(written.replace(BLANKS, ''), digits));
}

function numberOf(written: string, digits: number): number {
  const marks = [...written.matchAll(/[.,]/g)];
  const last = marks.at(-1);
  if (!last) return Number(written);
  const decimals = written.length - last.index - 1;
  const kinds = new Set(marks.map(([mark]) => mark));
  // Two kinds: the last one is the point. One kind: several are groups, a single one before three digits is a group, unless the
  // currency has three digits, or more than three stand before it.
  const isPoint = kinds.size > 1 || (marks.length === 1 && (decimals !== 3 || digits === 3 || last.index > 3 || written.startsWith('0')));
  const whole = written.slice(0, isPoint ? last.index : undefined).replace(/[.,]/g, '');
  return Number(isPoint ? `${whole}.${written.slice(last.index + 1)}` : whole);
}

const FREE =
  /^\W*(free|gratis|gratuit|gratuite|gratuito|gratuita|kostenlos|kostenfrei|for free|free entry|free admission|no charge|nil)\W*$/i;
const GIVEN = /\b(donation|pay what you (can|like|want|wish)|pwyc|by contribution|suggested|spende)\b/i;

/** "Free", in words. */
export const saysFree = (text: string): boolean => FREE.test(text);

/** "By donation", "pay what you can". */
export const saysDonation = (text: string): boolean => GIVEN.test(text);

const SYMBOLS: readonly [RegExp, string][] = [
  [/(CA|C)\$/, 'CAD'],
  [/US\$/, 'USD'],
  [/(AU|A)\$/, 'AUD'],
  [/NZ\$/, 'NZD'],
  [/€/, 'EUR'],
  [/£/, 'GBP'],
  [/₹/, 'INR'],
  [/₩/, 'KRW'],
  [/₪/, 'ILS'],
  [/₺/, 'TRY'],
  [/₫/, 'VND'],
  [/₱/, 'PHP'],
  [/฿/, 'THB'],
  [/zł/i, 'PLN'],
];

/** The currency that the text itself tells, where it tells one without doubt. A bare dollar or yen sign tells none. */
export const currencyIn = (text: string, isCurrency: (code: string) => boolean): string | null =>
  SYMBOLS.find(([symbol]) => symbol.test(text))?.[1] ?? (text.match(/\b[A-Z]{3}\b/g) ?? []).find(isCurrency) ?? null;
