import { invalidInput, isId, parsePage, toConnection, type Connection, type Page, type PageArguments, type z } from '@marquee/platform';
import type { Tools } from '../../context';
import { withinCategories } from '../category/category.tree';
import type { EventNode } from '../event/event.row';
import type { Search, suggestInput } from './search.input';
import { countSql, facetSql, pageSql, type Finding, type Found, type Order } from './search.sql';
import { beginningSql, resemblingSql, type Phrase } from './suggest.sql';

export interface Facet {
  field: 'CATEGORY' | 'TAG' | 'FORMAT' | 'PRICE' | 'MONTH';
  values: { value: string; count: number }[];
}

/** What a search answers; facets, like the total, are counted only when they are asked for. */
export interface EventSearch extends Connection<EventNode> {
  facets: () => Promise<Facet[]>;
}

/** Fewer letters resemble too much. */
const RESEMBLES_FROM = 3;
const SUGGESTS_FROM = 2;

/**
 * Finds public events to come. A page costs one statement for the finds (a second one when nothing was found and spelling is forgiven)
 * and one for their events, whatever its size; the total and the facets cost one each.
 */
export class SearchService {
  constructor(private readonly tools: Tools) {}

  async events({ query, filter, orderBy }: Search, args: PageArguments): Promise<EventSearch> {
    const { db, clock } = this.tools;
    const page = parsePage(args, { list: 'search', keyLength: 3 });
    const from = startOf(page);
    const order: Order =
      orderBy === 'NEAREST' ? 'NEAREST' : query && orderBy !== 'SOONEST' ? (from?.order === 'LIKE' ? 'LIKE' : 'RELEVANCE') : 'SOONEST';
    if (from && from.order !== order) throw foreignCursor();
    const expanded = { ...filter, categorySlugs: categoriesWithin(filter.categorySlugs) };
    let finding: Finding = { query, filter: expanded, order, now: clock.now() };
    const find = () => db.prisma.$queryRaw<Found[]>(pageSql(finding, { limit: page.limit + 1, from }));
    let rows = await find();
    if (rows.length === 0 && order === 'RELEVANCE' && !from) {
      finding = { ...finding, order: 'LIKE' };
      rows = await find();
    }
    const events = await this.eventsOf(rows);
    const connection = toConnection<Found, EventNode>(
      // An event that was taken down between the two reads is left out.
      rows.filter(({ id }) => events.has(id)),
      page,
      (row) => [finding.order, row.key, row.id],
      { node: (row) => events.get(row.id)!, totalCount: () => this.count(finding) },
    );
    return { ...connection, facets: () => this.facets(finding) };
  }

  async suggestions({ prefix, first }: z.output<typeof suggestInput>): Promise<string[]> {
    const { db, clock } = this.tools;
    const letters = [...prefix.replace(/[^\p{L}\p{N}]/gu, '')].length;
    if (letters < SUGGESTS_FROM) return [];
    const spoken = (phrases: Phrase[]) => phrases.map(({ phrase }) => phrase);
    const beginning = await db.prisma.$queryRaw<Phrase[]>(beginningSql(prefix, first, clock.now()));
    if (beginning.length > 0 || letters < RESEMBLES_FROM) return spoken(beginning);
    return spoken(await db.prisma.$queryRaw<Phrase[]>(resemblingSql(prefix, first, clock.now())));
  }

  private async eventsOf(rows: readonly Found[]): Promise<Map<string, EventNode>> {
    const { loaders } = this.tools;
    const found = new Map<string, EventNode>();
    for (const [index, event] of (await Promise.all(rows.map(({ id }) => loaders.eventById.load(id)))).entries()) {
      if (event?.status === 'PUBLISHED' && event.visibility === 'PUBLIC' && !event.hidden)
        found.set(event.id, { ...event, distanceKm: rows[index]!.distanceKm });
    }
    return found;
  }

  private async count(finding: Finding): Promise<number> {
    const [row] = await this.tools.db.prisma.$queryRaw<{ total: number }[]>(countSql(finding));
    return row!.total;
  }

  private async facets(finding: Finding): Promise<Facet[]> {
    const rows = await this.tools.db.prisma.$queryRaw<{ field: Facet['field']; value: string; count: number }[]>(facetSql(finding));
    return (['CATEGORY', 'TAG', 'FORMAT', 'PRICE', 'MONTH'] as const).map((field) => ({
      field,
      values: rows.filter((row) => row.field === field).map(({ value, count }) => ({ value, count })),
    }));
  }
}

function categoriesWithin(slugs: readonly string[]): string[] {
  return slugs.flatMap((slug) => {
    const within = withinCategories(slug);
    if (!within)
      throw invalidInput(
        'filter.categorySlugs',
        `filter.categorySlugs: there is no category "${slug}". Ask \`categories\` for all of them.`,
      );
    return within;
  });
}

/** A cursor comes from outside: its parts are checked before they reach the database. */
function startOf({ from }: Page): { order: Order; key: number; id: string } | null {
  if (!from) return null;
  const [order, key, id] = from;
  const known = order === 'RELEVANCE' || order === 'LIKE' || order === 'SOONEST' || order === 'NEAREST';
  if (!known || typeof key !== 'number' || Math.abs(key) > MAX_KEY || typeof id !== 'string' || !isId(id)) throw foreignCursor();
  return { order, key, id };
}

/** The last millisecond a JavaScript date can tell. */
const MAX_KEY = 8.64e15;

const foreignCursor = () => invalidInput('after', 'after is not a cursor of this search. Pass an endCursor that the same search answered.');
