import DataLoader from 'dataloader';
import type { Loader } from '../loaders';
import type { Page } from './connection';

/** One page of one owner's list. */
export interface PageOf {
  id: string;
  page: Page;
}

/**
 * Pages of the same kind of list for many owners: one call of `load` for all owners of whom the same page is asked, which is what a
 * nested list in a page of results comes to. `load` returns up to `page.limit + 1` rows for each owner, in fetch order (see toConnection);
 * a lateral join does it in one statement.
 */
export function pagesBy<Row>(
  load: (ids: readonly string[], page: Page) => Promise<readonly Row[]>,
  ownerOf: (row: Row) => string,
): Loader<PageOf, Row[]> {
  const sameAs = ({ limit, from, backward }: Page) => JSON.stringify([limit, from, backward]);
  return new DataLoader<PageOf, Row[], string>(
    async (keys) => {
      const pages = new Map<string, { page: Page; ids: Set<string> }>();
      for (const { id, page } of keys) {
        const same = pages.get(sameAs(page)) ?? { page, ids: new Set() };
        pages.set(sameAs(page), same);
        same.ids.add(id);
      }
      const found = new Map<string, Row[]>();
      await Promise.all(
        [...pages].map(async ([name, { page, ids }]) => {
          for (const row of await load([...ids], page)) {
            const key = `${ownerOf(row)} ${name}`;
            const rows = found.get(key);
            if (rows) rows.push(row);
            else found.set(key, [row]);
          }
        }),
      );
      return keys.map(({ id, page }) => found.get(`${id} ${sameAs(page)}`) ?? []);
    },
    { cacheKeyFn: ({ id, page }) => `${id} ${sameAs(page)}` },
  ) as unknown as Loader<PageOf, Row[]>;
}
