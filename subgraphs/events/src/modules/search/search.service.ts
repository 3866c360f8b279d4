import { foreignCursor, invalidInput, Keyset, type Connection, type Page, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { withinCategories } from '../category/category-tree';
import type { EventNode } from '../event/event.types';
import { isEmpty, type ReadQuery } from './query-read';
import type { Search, Suggest, SuggestWhere } from './search.input';
import { clusterSql, gridOf, type Cluster, type Grid } from './cluster.sql';
import { SAMPLE_OF } from './search-conditions.sql';
import { countSql, facetSql, sampledInAreaSql, sampledSql, type Counting } from './search-counts.sql';
import { isFindOrder, pageSql, type Finding, type FindOrder, type Found } from './search.sql';
import { resemblingSuggestionsSql, suggestionsSql, type Suggestion } from './suggestion.sql';
import { beginningSql, resemblingSql, type Phrase } from './suggest.sql';
import { understoodOf, type Understood } from './understood';

export interface Facet {
  field: 'CATEGORY' | 'TAG' | 'FORMAT' | 'PRICE' | 'MONTH';
  values: { value: string; count: number }[];
}

/** What a search finds; facets, like the total, are counted only when they are asked for. */
export interface EventSearch extends Connection<EventNode> {
  facets: () => Promise<Facet[]>;
  clusters: (columns: number) => Promise<Cluster[]>;
  related: (first: number) => Promise<EventNode[]>;
  isEstimated: () => Promise<boolean>;
  understood: Understood | null;
}

const finds = new Keyset('search', { order: 'text', key: 'number', id: 'id' }, 'least first');

/** Fewer letters resemble too much. */
const RESEMBLES_FROM = 3;
const SUGGESTS_FROM = 2;
/** An area with more events is asked of each row in its order until a page is full: its index would find too many to be looked at. */
const MANY_IN_AREA = 2_000;

/**
 * Finds public events to come. A page costs one statement that reads the query (three where a word is unknown), one that looks how much an
 * area holds, one for the finds (a second one when nothing meets every part of the query) and one for their events, whatever its size. The
 * total, the facets and the clusters cost one each, and one together that looks whether all finds or a sample of them are counted.
 */
export class SearchService {
  constructor(private readonly ctx: Context) {}

  async events({ query, filter, orderBy, here, without }: Search, args: PageArguments): Promise<EventSearch> {
    const { db, clock, queries, settings, meanings } = this.ctx.kept;
    const viewerId = filter.friendsGoing ? this.ctx.viewer.id : this.ctx.viewerId;
    const page = finds.page(args);
    const from = startOf(page);
    const read = query
      ? await queries.read(query, { zone: here?.timezone ?? settings.SEARCH_TIMEZONE, here: pointOf(here), without })
      : null;
    // What is asked near somebody is sorted by how near it is.
    const about = query && read?.understood.place?.kind !== 'NEAR_ME' ? meanings.meant(query) : null;
    const order: FindOrder =
      orderBy && orderBy !== 'RELEVANCE' ? orderBy : !query ? 'SOONEST' : from?.order === 'LOOSE' ? 'LOOSE' : 'RELEVANCE';
    if (from && from.order !== order) throw foreignCursor('after');
    const expanded = withCategoriesBelow(filter);
    const now = clock.now();
    const inArea = await this.sampledInArea({ filter, now });
    const findingIn = (find: FindOrder): Finding => ({
      meaning: read && { ...read, loose: find === 'LOOSE', about },
      filter: expanded,
      order: find,
      now,
      viewerId,
      areaBy: inArea * SAMPLE_OF < MANY_IN_AREA ? 'INDEX' : 'ROW',
    });
    let finding = findingIn(order);
    // Nothing of what was asked is known here.
    if (read && isEmpty(read)) return this.nothing(page, read);
    const find = () => db.prisma.$queryRaw<Found[]>(pageSql(finding, { limit: page.limit + 1, from }));
    let rows = await find();
    if (rows.length === 0 && order === 'RELEVANCE' && !from) {
      finding = findingIn('LOOSE');
      rows = await find();
    }
    const events = await this.eventsOf(rows);
    // An event that was taken down between the two reads is left out.
    const shown = rows.flatMap((row) => (events.has(row.id) ? [{ ...row, order: finding.order, event: events.get(row.id)! }] : []));
    let counting: Promise<Counting> | undefined;
    const counted = () => (counting ??= this.countingOf(finding, inArea));
    let facets: Promise<FacetRow[]> | undefined;
    const connection = finds.connection(shown, page, {
      node: ({ event }): EventNode => event,
      // Facets are read with the total: while it was looked how to count, they were asked for, or they are not.
      totalCount: async () => {
        const asked = await counted();
        return facets ? totalIn(await facets) : this.totalOf(countSql(asked));
      },
    });
    return {
      ...connection,
      facets: async () => facetsIn(await (facets ??= counted().then((asked) => this.facetRows(asked)))),
      clusters: async (columns) => (filter.within ? this.clusters(await counted(), gridOf(filter.within, columns)) : []),
      related: (most) => this.related(finding, most),
      isEstimated: async () => (await counted()).among === 'SAMPLE',
      understood: read && understoodOf(read, finding.order === 'LOOSE'),
    };
  }

  async suggestions({ prefix, first }: Suggest): Promise<string[]> {
    const { db, clock } = this.ctx.kept;
    const letters = [...prefix.replace(/[^\p{L}\p{N}]/gu, '')].length;
    if (letters < SUGGESTS_FROM) return [];
    const spoken = (phrases: Phrase[]) => phrases.map(({ phrase }) => phrase);
    const beginning = await db.prisma.$queryRaw<Phrase[]>(beginningSql(prefix, first, clock.now()));
    if (beginning.length > 0 || letters < RESEMBLES_FROM) return spoken(beginning);
    return spoken(await db.prisma.$queryRaw<Phrase[]>(resemblingSql(prefix, first, clock.now())));
  }

  /** As `suggestions`, with what each leads to. */
  async suggestionsWhere(asked: SuggestWhere): Promise<Suggestion[]> {
    const { db, clock } = this.ctx.kept;
    const letters = [...asked.prefix.replace(/[^\p{L}\p{N}]/gu, '')].length;
    if (letters < SUGGESTS_FROM) return [];
    const beginning = await db.prisma.$queryRaw<Suggestion[]>(suggestionsSql(asked, clock.now()));
    if (beginning.length > 0 || letters < RESEMBLES_FROM) return beginning;
    return db.prisma.$queryRaw<Suggestion[]>(resemblingSuggestionsSql(asked, clock.now()));
  }

  private nothing(page: Page, read: ReadQuery): EventSearch {
    const none = finds.connection([] as (Found & { order: FindOrder; event: EventNode })[], page, {
      node: ({ event }): EventNode => event,
      totalCount: () => Promise.resolve(0),
    });
    return {
      ...none,
      facets: () => Promise.resolve(FACETS.map((field) => ({ field, values: [] }))),
      clusters: () => Promise.resolve([]),
      related: () => Promise.resolve([]),
      isEstimated: () => Promise.resolve(false),
      understood: understoodOf(read, false),
    };
  }

  private async eventsOf(rows: readonly Found[]): Promise<Map<string, EventNode>> {
    const { loaders } = this.ctx;
    const found = new Map<string, EventNode>();
    for (const [index, event] of (await Promise.all(rows.map(({ id }) => loaders.eventById.load(id)))).entries()) {
      if (event?.status === 'PUBLISHED' && event.visibility === 'PUBLIC' && !event.hidden)
        found.set(event.id, { ...event, distanceKm: rows[index]!.distanceKm });
    }
    return found;
  }

  /** How many of the sample lie in the area of a filter, as far as it matters; 0 without one. */
  private async sampledInArea(asked: Pick<Finding, 'filter' | 'now'>): Promise<number> {
    const most = Math.max(this.mostSampled, Math.ceil(MANY_IN_AREA / SAMPLE_OF));
    return asked.filter.near || asked.filter.within ? this.totalOf(sampledInAreaSql(asked, most)) : 0;
  }

  /** Finds are counted by a sample where it tells that they are more than are counted one by one. */
  private async countingOf(finding: Finding, inArea: number): Promise<Counting> {
    const sampled = await this.totalOf(sampledSql({ ...finding, areaBy: 'INDEX' }, this.mostSampled));
    const among = sampled === this.mostSampled ? 'SAMPLE' : 'EACH';
    return { ...finding, among, areaBy: among === 'EACH' && inArea >= this.mostSampled ? 'ROW' : 'INDEX' };
  }

  /** So many of the sample stand for more than are counted one by one. */
  private get mostSampled(): number {
    return Math.floor(this.ctx.kept.settings.SEARCH_COUNTS_EACH / SAMPLE_OF) + 1;
  }

  private async totalOf(statement: Prisma.Sql): Promise<number> {
    const [row] = await this.ctx.kept.db.prisma.$queryRaw<{ total: number }[]>(statement);
    return row!.total;
  }

  private clusters(counting: Counting, grid: Grid): Promise<Cluster[]> {
    return this.ctx.kept.db.prisma.$queryRaw<Cluster[]>(clusterSql(counting, grid));
  }

  /** What meets some parts and not all. The order of a page does not matter: what is most like what was asked comes first. */
  private async related({ meaning, ...finding }: Finding, first: number): Promise<EventNode[]> {
    if (!meaning || meaning.loose) return [];
    const beyond: Finding = { ...finding, meaning: { ...meaning, loose: true, beyond: true }, order: 'LOOSE' };
    const rows = await this.ctx.kept.db.prisma.$queryRaw<Found[]>(pageSql(beyond, { limit: first, from: null }));
    const events = await this.eventsOf(rows);
    return rows.flatMap(({ id }) => events.get(id) ?? []);
  }

  private facetRows(counting: Counting): Promise<FacetRow[]> {
    return this.ctx.kept.db.prisma.$queryRaw<FacetRow[]>(facetSql(counting));
  }
}

interface FacetRow {
  field: Facet['field'] | 'TOTAL';
  value: string;
  count: number;
}

const totalIn = (rows: readonly FacetRow[]): number => rows.find(({ field }) => field === 'TOTAL')?.count ?? 0;

const facetsIn = (rows: readonly FacetRow[]): Facet[] =>
  FACETS.map((field) => ({ field, values: rows.filter((row) => row.field === field).map(({ value, count }) => ({ value, count })) }));

const FACETS = ['CATEGORY', 'TAG', 'FORMAT', 'PRICE', 'MONTH'] as const;

const pointOf = (here: Search['here']) =>
  here?.latitude != null && here.longitude != null ? { latitude: here.latitude, longitude: here.longitude } : null;

function withCategoriesBelow(filter: Search['filter']): Search['filter'] {
  const unknown = filter.categorySlugs.find((slug) => !withinCategories(slug));
  if (unknown !== undefined)
    throw invalidInput('filter.categorySlugs', `there is no category "${unknown}"; ask \`categories\` for all of them`);
  return { ...filter, categorySlugs: filter.categorySlugs.flatMap((slug) => withinCategories(slug)!) };
}

/**
 * Where a page begins. The order is a part of the cursor, because a search of words may have fallen back to what meets only a part of them;
 * each order has conditions of its own in SQL.
 */
function startOf({ from }: Page): { order: FindOrder; key: number; id: string } | null {
  if (!from) return null;
  const [order, key, id] = from as [string, number, string];
  if (!isFindOrder(order) || Math.abs(key) > MAX_KEY) throw foreignCursor('after');
  return { order, key, id };
}

/** The last millisecond a JavaScript date can tell. */
const MAX_KEY = 8.64e15;
