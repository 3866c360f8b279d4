import { byId, pagesBy, type Caller, type Loader } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { visibleTo } from '../event/event-access.sql';
import type { EventRow } from '../event/event.types';
import { keysets, sources, type ListName } from './listing.sql';

/** Where an event stands in a list of one owner. */
interface ListKey {
  owner: string;
  id: string;
  sortedAt: Date;
}

interface ListRow extends ListKey {
  event: EventRow;
}

const OF_PAGE = { sortedAt: Prisma.sql`page."sortedAt"`, id: Prisma.sql`page.id` };

/**
 * Pages and totals of each list, cut after what the viewer may see: two statements (keys, then events) for all owners of whom the same
 * page is asked, and one for their totals.
 */
export const listingLoaders = ({ db: { prisma }, clock }: Kept, { viewer }: Caller, eventById: Loader<string, EventRow | null>) => {
  const page = (name: ListName) =>
    pagesBy(
      async (owners, page) => {
        const { from, sortedBy } = sources[name](clock.now(), viewer);
        const { condition, order } = keysets[name].tagged(page, { sortedAt: sortedBy, id: Prisma.sql`e.id` });
        const keys = await prisma.$queryRaw<ListKey[]>`
          SELECT o.id AS owner, page.id, page."sortedAt" FROM unnest(${[...owners]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
            SELECT e.id, ${sortedBy} AS "sortedAt" FROM ${from} AND ${visibleTo(viewer)} AND ${condition}
            ORDER BY ${order} LIMIT ${page.limit + 1}) page
          ORDER BY owner, ${keysets[name].tagged(page, OF_PAGE).order}`;
        const events = await Promise.all(keys.map(({ id }) => eventById.load(id)));
        // One that was deleted between the two reads is left out.
        return keys.flatMap((key, at): ListRow[] => (events[at] ? [{ ...key, event: events[at] }] : []));
      },
      (row: ListRow) => row.owner,
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
