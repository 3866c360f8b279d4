/** So many in a row, and so many of them at most that are alike in one way. */
const IN_A_ROW = 20;
const OF_ONE = 2;
const OF_CATEGORY = 12;
const OF_DAY = 8;
const OF_PRICE = 16;

/** What two events may have in common; what is left out is unlike everything. */
export interface Alike {
  creatorId: string;
  categorySlug?: string;
  day?: number;
  priceType?: string;
}

/**
 * The same items, so that nothing fills the screen: each place goes to the best of those left of whose organiser, category, day and price the nineteen places
 * before do not have enough; when there is no such item, to the best whose organiser has not had two of them, and then to the best that is left.
 */
export function spread<Item extends Alike>(sorted: readonly Item[]): Item[] {
  const left = [...sorted];
  const placed: Item[] = [];
  while (left.length > 0) {
    const before = placed.slice(-(IN_A_ROW - 1));
    const organisers = full(before, ({ creatorId }) => creatorId, OF_ONE);
    const categories = full(before, ({ categorySlug }) => categorySlug, OF_CATEGORY);
    const days = full(before, ({ day }) => day, OF_DAY);
    const prices = full(before, ({ priceType }) => priceType, OF_PRICE);
    const fits = left.findIndex(
      (item) => !organisers.has(item.creatorId) && !categories.has(item.categorySlug) && !days.has(item.day) && !prices.has(item.priceType),
    );
    const at = fits >= 0 ? fits : left.findIndex(({ creatorId }) => !organisers.has(creatorId));
    placed.push(...left.splice(Math.max(0, at), 1));
  }
  return placed;
}

/** What so many of them have in common. */
function full<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key, most: number): Set<Key> {
  const counts = new Map<Key, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return new Set([...counts].flatMap(([key, count]) => (count >= most ? [key] : [])));
}
