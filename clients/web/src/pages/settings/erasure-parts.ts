import type { ErasureQuery } from '@marquee/client/operations';

type Part = NonNullable<ErasureQuery['erasure']>['parts'][number];
type Item = NonNullable<Part['items']>[number];

/** What all parts together keep of a person: each subject once for each fate, what goes first. */
export function foreseen(parts: readonly Pick<Part, 'items'>[]): Item[] {
  const sums = new Map<string, Item>();
  for (const item of parts.flatMap(({ items }) => items ?? [])) {
    const key = `${item.subject} ${item.fate}`;
    sums.set(key, { ...item, count: item.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()].sort((one, other) => ORDER.indexOf(one.fate) - ORDER.indexOf(other.fate));
}

const ORDER: readonly Item['fate'][] = ['GOES', 'STAYS_NAMELESS', 'KEPT_BY_LAW'];
