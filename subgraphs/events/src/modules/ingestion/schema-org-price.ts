import { currencyDigits, isCurrency } from '@marquee/platform/currency';
import { amountsIn, currencyIn, saysDonation, saysFree } from './money-text';
import { isNode, isTrue, list, words, type Node } from './schema-org-values';

/** A billion of anything. */
const MAX_MINOR = 100_000_000_000;
const MAX_TEXT = 200;

export interface PriceRecord {
  /** UNKNOWN: the publisher does not say whether it costs anything. */
  type: 'FREE' | 'PAID' | 'DONATION' | 'UNKNOWN';
  /** Integer minor units; null where the publisher names no amount. */
  minMinor: number | null;
  maxMinor: number | null;
  currency: string | null;
}

const NOTHING = { minMinor: null, maxMinor: null, currency: null };

/** What the offers of a record say it costs. */
export function readPrice(record: Node, notes: string[]): PriceRecord {
  const prices = pricesOf(record);
  const amounts = prices.flatMap(amountOf);
  const free = isTrue(record.isAccessibleForFree);
  if (free || (amounts.length > 0 && amounts.every(({ minor }) => minor === 0))) {
    if (amounts.some(({ minor }) => minor > 0)) notes.push('isAccessibleForFree: the prices of its offers are left out');
    return { type: 'FREE', ...NOTHING };
  }
  const type = prices.some(({ text }) => saysDonation(text)) ? 'DONATION' : 'PAID';
  if (amounts.length === 0) {
    notes.push('no price is named');
    return { type: type === 'DONATION' ? type : 'UNKNOWN', ...NOTHING };
  }
  const currency = mostNamed(amounts.flatMap((amount) => amount.currency ?? []));
  if (!currency) {
    notes.push('the price has no currency: left out');
    return { type, ...NOTHING };
  }
  const others = [...new Set(amounts.flatMap((amount) => (amount.currency && amount.currency !== currency ? [amount.currency] : [])))];
  if (others.length > 0) notes.push(`prices in ${[currency, ...others].join(' and ')}: only ${currency} is taken`);
  const taken = amounts.filter((amount) => amount.currency === currency || (amount.currency === null && others.length === 0));
  const minor = taken.map((amount) => (amount.currency === null ? amountOf({ ...amount, currency })[0]!.minor : amount.minor));
  return { type, minMinor: Math.min(...minor), maxMinor: Math.max(...minor), currency };
}

/** A price as it is written, and in which currency, where that is told. */
interface WrittenPrice {
  text: string;
  /** A number of JSON: its point is a point. */
  number: number | null;
  currency: string | null;
}

/** Of an offer, its price specifications, and the offers of an aggregate. */
function pricesOf(record: Node): WrittenPrice[] {
  const offers = list(record.offers).flatMap((offer) => (isNode(offer) ? [offer, ...list(offer.offers).filter(isNode)] : []));
  return offers.flatMap((offer) => {
    const specifications = list(offer.priceSpecification).filter(isNode);
    return [offer, ...specifications].flatMap((node) => {
      const told = currencyOf(node) ?? currencyOf(offer);
      return [node.price, node.lowPrice, node.highPrice, node.minPrice, node.maxPrice].flatMap((value) => written(value, told));
    });
  });
}

function written(value: unknown, told: string | null): WrittenPrice[] {
  const text = words(value).slice(0, MAX_TEXT);
  if (!text.trim()) return [];
  return [{ text, number: typeof value === 'number' ? value : null, currency: told ?? currencyIn(text, isCurrency) }];
}

function currencyOf(node: Node): string | null {
  const code = words(node.priceCurrency).trim().toUpperCase();
  return isCurrency(code) ? code : null;
}

interface Amount extends WrittenPrice {
  minor: number;
}

function amountOf(price: WrittenPrice): Amount[] {
  const digits = price.currency === null ? 2 : currencyDigits(price.currency);
  const units = price.number === null ? (saysFree(price.text) ? [0] : amountsIn(price.text, digits)) : [price.number];
  return units
    .map((unit) => Math.round(unit * 10 ** digits))
    .filter((minor) => minor >= 0 && minor <= MAX_MINOR)
    .map((minor, at) => ({ ...price, minor, ...(units.length > 1 ? { number: units[at]! } : {}) }));
}

/** The one that is named most; of several the first. */
function mostNamed(codes: readonly string[]): string | null {
  const count = new Map<string, number>();
  for (const code of codes) count.set(code, (count.get(code) ?? 0) + 1);
  return [...count].reduce<[string, number] | null>((best, next) => (best && best[1] >= next[1] ? best : next), null)?.[0] ?? null;
}
