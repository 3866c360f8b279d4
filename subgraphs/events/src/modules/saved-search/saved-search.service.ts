import { randomUUID } from 'node:crypto';
import { conflict, invalidInput, isId, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import { Prisma, type SavedSearch } from '../../generated/prisma/client';
import { withinCategories } from '../category/category-tree';
import { entitlementsIn } from '../person/plan.store';
import type { EventRow } from '../event/event.types';
import { filterOf, narrows, nextLook } from './saved-search';
import type { DeleteSavedSearch, SaveSearch, UpdateSavedSearch } from './saved-search.input';
import { toldMatches } from './saved-search.sql';
import { forgetSearches } from './saved-search.store';
import type { SavedSearchView, SearchFilter } from './saved-search.types';

const newestFirst = new Keyset('savedSearches', { createdAt: 'time', id: 'id' }, 'greatest first');
const toldLastFirst = new Keyset('savedSearchMatches', { foundAt: 'time', eventId: 'id' }, 'greatest first');

/** Searches that the viewer keeps. */
export class SavedSearchService {
  constructor(private readonly ctx: Context) {}

  async list(args: PageArguments): Promise<Connection<SavedSearchView>> {
    const { kept, viewer } = this.ctx;
    const page = newestFirst.page(args);
    const where = { userId: viewer.id };
    const rows = await kept.db.prisma.savedSearch.findMany(newestFirst.prisma(page, where));
    return newestFirst.connection(rows.map(viewOf), page, { totalCount: () => kept.db.prisma.savedSearch.count({ where }) });
  }

  async byId(id: string): Promise<SavedSearchView | null> {
    const { kept, viewer } = this.ctx;
    if (!isId(id)) return null;
    const row = await kept.db.prisma.savedSearch.findFirst({ where: { id, userId: viewer.id } });
    return row && viewOf(row);
  }

  async matches(searchId: string, args: PageArguments): Promise<Connection<EventRow> | null> {
    const { kept, loaders } = this.ctx;
    const search = await this.byId(searchId);
    if (!search) return null;
    const page = toldLastFirst.page(args, { of: search.id });
    const from = toldMatches(search.id);
    const { condition, order } = toldLastFirst.tagged(page, { foundAt: Prisma.sql`m.found_at`, eventId: Prisma.sql`m.event_id` });
    const keys = await kept.db.prisma.$queryRaw<{ eventId: string; foundAt: Date }[]>`
      SELECT m.event_id AS "eventId", m.found_at AS "foundAt" FROM ${from} AND ${condition} ORDER BY ${order} LIMIT ${page.limit + 1}`;
    const events = await Promise.all(keys.map(({ eventId }) => loaders.eventById.load(eventId)));
    // One that was taken down between the two reads is left out.
    const rows = keys.flatMap((key, at) =>
      events[at]?.status === 'PUBLISHED' && !events[at].hidden ? [{ ...key, event: events[at] }] : [],
    );
    return toldLastFirst.connection(rows, page, {
      node: ({ event }): EventRow => event,
      totalCount: async () => (await kept.db.prisma.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM ${from}`)[0]!.n,
    });
  }

  async save(input: SaveSearch): Promise<SavedSearchView> {
    const { name, query = null, filter, here, alert } = input;
    requireCategories(filter);
    const userId = this.ctx.viewer.id;
    const id = await this.ctx.change('saveSearch', input, async (step) => {
      const { tx, now } = step;
      const { savedSearches: most } = await entitlementsIn(step, userId);
      // Those that one person keeps side by side count each other.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:saved-searches:' || ${userId}))`;
      const [has] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM saved_searches WHERE user_id = ${userId}::uuid`;
      if (has!.n >= most) throw notAllowed(`At most ${most} searches are kept: delete one that is not needed any more.`);
      const asked = { name, query, filter: asJson(filter), ...placeOf(here) };
      const looks = { alert, lookedUntil: now, nextLookAt: nextLook(alert, now) };
      const row = await tx.savedSearch.create({ data: { id: randomUUID(), userId, ...asked, ...looks, createdAt: now, updatedAt: now } });
      return row.id;
    });
    return this.require(id);
  }

  async update(input: UpdateSavedSearch): Promise<SavedSearchView> {
    const { searchId, version, name, query, filter, here, alert } = input;
    await this.require(searchId);
    if (filter) requireCategories(filter);
    await this.ctx.change('updateSavedSearch', input, async (step) => {
      const before = await this.lock(step, searchId);
      if (before.version !== version) throw conflict('This search has changed since. Read it again.');
      const asked = { query: query === undefined ? before.query : query, filter: filter ?? filterOf(before.filter) };
      if (!asked.query && !narrows(asked.filter))
        throw invalidInput('query', 'must say something, or the filter must: every event would be found');
      const isAskedAnew = query !== undefined || filter !== undefined || here !== undefined || (before.alert === 'NONE' && alert);
      const isLookedAnew = alert && alert !== before.alert;
      await step.tx.savedSearch.update({
        where: { id: searchId },
        data: {
          version: { increment: 1 },
          updatedAt: step.now,
          ...(name ? { name } : {}),
          ...(query === undefined ? {} : { query }),
          ...(filter ? { filter: asJson(filter) } : {}),
          ...(here === undefined ? {} : placeOf(here)),
          // Something else is asked: what is on show already is no news.
          ...(isAskedAnew ? { lookedUntil: step.now } : {}),
          ...(isLookedAnew ? { alert, nextLookAt: nextLook(alert, step.now) } : {}),
        },
      });
    });
    return this.require(searchId);
  }

  async delete(input: DeleteSavedSearch): Promise<string> {
    return this.ctx.change('deleteSavedSearch', input, async (step) => {
      const { id } = await this.lock(step, input.searchId);
      await forgetSearches(step, [id]);
      return id;
    });
  }

  private async require(id: string): Promise<SavedSearchView> {
    const search = await this.byId(id);
    if (!search) throw notFound('This search');
    return search;
  }

  private async lock({ tx }: Step, id: string): Promise<SavedSearch> {
    const locked = await tx.$queryRaw`
      SELECT id FROM saved_searches WHERE id = ${id}::uuid AND user_id = ${this.ctx.viewer.id}::uuid FOR UPDATE`;
    if ((locked as unknown[]).length === 0) throw notFound('This search');
    return tx.savedSearch.findUniqueOrThrow({ where: { id } });
  }
}

const viewOf = (row: SavedSearch): SavedSearchView => ({ ...row, filter: filterOf(row.filter) });

const asJson = (filter: SearchFilter) => JSON.parse(JSON.stringify(filter)) as Prisma.InputJsonObject;

const placeOf = (here: SaveSearch['here']) => ({
  latitude: here?.latitude ?? null,
  longitude: here?.longitude ?? null,
  timezone: here?.timezone ?? null,
});

function requireCategories({ categorySlugs }: SearchFilter): void {
  const unknown = categorySlugs.find((slug) => !withinCategories(slug));
  if (unknown !== undefined)
    throw invalidInput('filter.categorySlugs', `there is no category "${unknown}"; ask \`categories\` for all of them`);
}
