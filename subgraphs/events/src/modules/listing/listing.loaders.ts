import { byId, pagesBy, type Caller } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { visibleTo } from '../event/event-access.sql';
import { keysets, sources, type ListName } from './listing.sql';

/** Where an event stands in a list of one owner. */
interface ListKey {
  owner: string;
  id: string;
  sortedAt: Date;
}

const OF_PAGE = { sortedAt: Prisma.sql`page."sortedAt"`, id: Prisma.sql`page.id` };

/** Pages and totals of each list, cut after what the viewer may see: one statement each for all owners of whom the same page is asked. */
export const listingLoaders = ({ db: { prisma }, clock }: Kept, { viewer }: Caller) => {
  const page = (name: ListName) =>
    pagesBy(
      (owners, page) => {
        const { from, sortedBy } = sources[name](clock.now(), viewer);
        const { condition, order } = keysets[name].tagged(page, { sortedAt: sortedBy, id: Prisma.sql`e.id` });
        return prisma.$queryRaw<ListKey[]>`
          SELECT o.id AS owner, page.id, page."sortedAt" FROM unnest(${[...owners]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
            SELECT e.id, ${sortedBy} AS "sortedAt" FROM ${from} AND ${visibleTo(viewer)} AND ${condition}
            ORDER BY ${order} LIMIT ${page.limit + 1}) page
          ORDER BY owner, ${keysets[name].tagged(page, OF_PAGE).order}`;
      },
      (key: ListKey) => key.owner,
    );

  const total = (name: ListName) =>
    byId(
      (owners: readonly string[]) =>
        prisma.$queryRaw<{ owner: string; total: number }[]>`
          SELECT o.id AS owner, total.n AS total FROM unnest(${[...owners]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
            SELECT count(*)::int AS n FROM ${sources[name](clock.now(), viewer).from} AND ${visibleTo(viewer)}) total`,
      (row) => row.owner,
    );

  const names = Object.keys(keysets) as ListName[];
  const each = <T>(make: (name: ListName) => T) => Object.fromEntries(names.map((name) => [name, make(name)])) as Record<ListName, T>;
  return { listPage: each(page), listTotal: each(total) };
};
