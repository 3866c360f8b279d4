import type { DiscoverQueryVariables, EventFormat, PriceBucket, QueryPart } from '@marquee/client/operations';

/** What is looked for, as it stands in the address: it can be sent to others, and the browser's back goes back. */
export interface SearchState {
  readonly words: string;
  readonly without: readonly QueryPart[];
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly format: EventFormat | null;
  readonly prices: readonly PriceBucket[];
  /** `2026-05`. */
  readonly month: string | null;
  readonly near: { readonly latitude: number; readonly longitude: number } | null;
  readonly order: 'RELEVANCE' | 'SOONEST' | 'NEAREST' | null;
  readonly view: 'list' | 'map';
}

const ORDERS = ['RELEVANCE', 'SOONEST', 'NEAREST'] as const;
const FORMATS = ['IN_PERSON', 'VIRTUAL', 'HYBRID'] as const;
const PRICES = ['FREE', 'LOW', 'MEDIUM', 'HIGH'] as const;
const PARTS = ['DATES', 'PRICE', 'AUDIENCE', 'PLACE', 'ORGANIZER', 'CATEGORIES'] as const;
const RADIUS_KM = 25;

const one = <T extends string>(known: readonly T[], value: string | null): T | null => known.find((name) => name === value) ?? null;
const some = <T extends string>(known: readonly T[], values: readonly string[]): T[] => known.filter((name) => values.includes(name));

/** Whatever stands in an address is a state: what makes no sense is left out. */
export function readState(search: string): SearchState {
  const given = new URLSearchParams(search);
  const month = given.get('month');
  const [latitude = Number.NaN, longitude = Number.NaN] = (given.get('near') ?? '')
    .split(',')
    .map((part) => (part === '' ? Number.NaN : Number(part)));
  return {
    words: given.get('q') ?? '',
    without: some(PARTS, given.getAll('without')),
    categories: given.getAll('category'),
    tags: given.getAll('tag'),
    format: one(FORMATS, given.get('format')),
    prices: some(PRICES, given.getAll('price')),
    month: month && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : null,
    near: Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null,
    order: one(ORDERS, given.get('order')),
    view: given.get('view') === 'map' ? 'map' : 'list',
  };
}

export function writeState(state: SearchState): string {
  const written = new URLSearchParams();
  if (state.words) written.set('q', state.words);
  for (const part of state.without) written.append('without', part);
  for (const slug of state.categories) written.append('category', slug);
  for (const tag of state.tags) written.append('tag', tag);
  if (state.format) written.set('format', state.format);
  for (const price of state.prices) written.append('price', price);
  if (state.month) written.set('month', state.month);
  if (state.near) written.set('near', `${state.near.latitude.toFixed(3)},${state.near.longitude.toFixed(3)}`);
  if (state.order) written.set('order', state.order);
  if (state.view === 'map') written.set('view', 'map');
  return written.toString();
}

/** What the API is asked. */
export function variablesOf(state: SearchState, first: number, timezone: string): DiscoverQueryVariables {
  const { words, without, categories, tags, format, prices, month, near, order } = state;
  const filter = {
    ...(categories.length > 0 ? { categorySlugs: [...categories] } : {}),
    ...(tags.length > 0 ? { tags: [...tags] } : {}),
    ...(format ? { format } : {}),
    ...(prices.length > 0 ? { priceBucket: [...prices] } : {}),
    ...(month ? spanOf(month) : {}),
    ...(near ? { near: { ...near, radiusKm: RADIUS_KM } } : {}),
  };
  return {
    ...(words ? { query: words, here: { timezone, ...near } } : {}),
    ...(words && without.length > 0 ? { without: [...without] } : {}),
    ...(Object.keys(filter).length > 0 ? { filter } : {}),
    ...(order && (order !== 'NEAREST' || near) ? { orderBy: order } : {}),
    first,
  };
}

/** A month of the reader's calendar. */
function spanOf(month: string): { startsAfter: string; startsBefore: string } {
  const [year, ordinal] = month.split('-').map(Number) as [number, number];
  return { startsAfter: new Date(year, ordinal - 1, 1).toISOString(), startsBefore: new Date(year, ordinal, 1).toISOString() };
}

export type FacetField = 'CATEGORY' | 'TAG' | 'FORMAT' | 'PRICE' | 'MONTH';

export function hasValue(state: SearchState, field: FacetField, value: string): boolean {
  switch (field) {
    case 'CATEGORY':
      return state.categories.includes(value);
    case 'TAG':
      return state.tags.includes(value);
    case 'FORMAT':
      return state.format === value;
    case 'PRICE':
      return state.prices.some((price) => price === value);
    case 'MONTH':
      return state.month === value;
  }
}

const toggled = <T extends string>(list: readonly T[], value: T): T[] =>
  list.includes(value) ? list.filter((other) => other !== value) : [...list, value];

export function toggle(state: SearchState, field: FacetField, value: string): SearchState {
  switch (field) {
    case 'CATEGORY':
      return { ...state, categories: toggled(state.categories, value) };
    case 'TAG':
      return { ...state, tags: toggled(state.tags, value) };
    case 'FORMAT':
      return { ...state, format: state.format === value ? null : one(FORMATS, value) };
    case 'PRICE':
      return { ...state, prices: some(PRICES, toggled<string>(state.prices, value)) };
    case 'MONTH':
      return { ...state, month: state.month === value ? null : value };
  }
}

/** Other words: parts of the former ones are not left out of them. */
export const searchFor = (state: SearchState, words: string): SearchState => ({ ...state, words: words.trim(), without: [] });

export const withoutFilters = (state: SearchState): SearchState => ({
  ...state,
  categories: [],
  tags: [],
  format: null,
  prices: [],
  month: null,
});

export const isFiltered = ({ categories, tags, format, prices, month }: SearchState): boolean =>
  categories.length + tags.length + prices.length > 0 || format !== null || month !== null;
