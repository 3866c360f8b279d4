import { randomUUID } from 'node:crypto';
import type { Kept } from '../../kept';
import type { Step } from '../../context';
import type { SavedSearch } from '../../generated/prisma/client';
import { isEmpty, type ReadQuery } from '../search/query-read';
import { withinCategories } from '../category/category-tree';
import { filterOf, nextLook } from './saved-search';
import { searchMatched } from './saved-search.facts';
import { newMatchesSql } from './saved-search.sql';
import type { NewMatch } from './saved-search.types';

/** Events that came on show in a transaction that ended after the last look had begun. */
const OVERLAP_MS = 10 * 60_000;
/** So many events a fact names; `count` tells how many there are. */
const NAMED = 20;

/** Searches that are due, those that wait longest first. Those of people who are not active wait until they are. */
export const dueSearches = ({ db }: Pick<Kept, 'db'>, now: Date, limit: number): Promise<SavedSearch[]> =>
  db.prisma.savedSearch.findMany({ where: { nextLookAt: { lte: now } }, orderBy: { nextLookAt: 'asc' }, take: limit });

/** Nothing has come on show since these were looked at: they are as good as looked at. One statement for all of them. */
export async function skipQuiet({ tx, now }: Step): Promise<void> {
  await tx.$executeRaw`
    UPDATE saved_searches SET looked_until = ${now}, next_look_at = CASE alert
      WHEN 'IMMEDIATE' THEN ${nextLook('IMMEDIATE', now)}::timestamptz
      WHEN 'DAILY' THEN greatest(next_look_at, ${now}::timestamptz - interval '1 day') + interval '1 day'
      ELSE greatest(next_look_at, ${now}::timestamptz - interval '7 days') + interval '7 days' END
    WHERE next_look_at <= ${now} AND looked_until - make_interval(secs => ${OVERLAP_MS / 1_000}) > coalesce((
      SELECT max(e.published_at) FROM events e WHERE e.status = 'PUBLISHED' AND e.visibility = 'PUBLIC'), '-infinity')`;
}

/** Looks at one search, as it was read, and tells its person of what is new; nothing when it has changed or was looked at meanwhile. */
export async function lookAt(step: Step, seen: SavedSearch, read: ReadQuery | null): Promise<number> {
  const { tx, now } = step;
  const [held] = await tx.$queryRaw<{ version: number }[]>`
    SELECT version FROM saved_searches WHERE id = ${seen.id}::uuid AND version = ${seen.version} AND next_look_at = ${seen.nextLookAt} FOR UPDATE`;
  if (!held) return 0;
  const isActive = (await tx.personCopy.count({ where: { id: seen.userId, active: false } })) === 0;
  const found = isActive ? await newMatches(step, seen, read) : [];
  await tx.savedSearch.update({
    where: { id: seen.id },
    data: {
      // Who is away hears of it when they are back.
      ...(isActive ? { lookedUntil: now } : {}),
      nextLookAt: nextLook(seen.alert, now, seen.nextLookAt),
      ...(found.length > 0 ? { lastMatchedAt: now } : {}),
    },
  });
  if (found.length === 0) return 0;
  const lookId = randomUUID();
  await tx.savedSearchLook.create({ data: { id: lookId, searchId: seen.id, lookedAt: now } });
  await tx.savedSearchMatch.createMany({
    data: found.map(({ eventId, subjectId }) => ({ searchId: seen.id, subjectId, eventId, lookId, foundAt: now })),
  });
  await step.tell(searchMatched({ ...told(seen, found), lookId, version: 1 }));
  return found.length;
}

/** It could not be looked at: the next look has it all. */
export async function postpone({ tx, now, logger }: Step, { id, alert, nextLookAt }: SavedSearch, error: unknown): Promise<void> {
  logger.warn({ err: error, searchId: id }, 'a saved search could not be looked at');
  await tx.savedSearch.updateMany({ where: { id, nextLookAt }, data: { nextLookAt: nextLook(alert, now) } });
}

async function newMatches({ tx, now }: Step, search: SavedSearch, read: ReadQuery | null): Promise<NewMatch[]> {
  if (read && isEmpty(read)) return [];
  const filter = filterOf(search.filter);
  const categorySlugs = filter.categorySlugs.flatMap((slug) => withinCategories(slug) ?? [slug]);
  const asked = {
    meaning: read && { ...read, loose: false, about: null },
    filter: { ...filter, categorySlugs },
    now,
    viewerId: search.userId,
  };
  const since = new Date(Math.max(search.lookedUntil.getTime() - OVERLAP_MS, search.createdAt.getTime()));
  const rows = await tx.$queryRaw<NewMatch[]>(newMatchesSql(asked, { searchId: search.id, userId: search.userId, since }));
  // Of a series whose events are found one by one, the first is told.
  const subjects = new Set<string>();
  return rows.filter(({ subjectId }) => !subjects.has(subjectId) && subjects.add(subjectId));
}

/** Looks of which something that was told cannot be found any more. */
export const looksToSettle = async ({ db }: Pick<Kept, 'db'>, limit: number): Promise<string[]> =>
  (
    await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT look_id AS id FROM saved_search_matches WHERE gone AND NOT settled LIMIT ${limit}`
  ).map(({ id }) => id);

/** Tells what is left of a look. */
export async function settleLook(step: Step, lookId: string): Promise<void> {
  const { tx } = step;
  const [look] = await tx.$queryRaw<{ searchId: string }[]>`
    SELECT l.search_id AS "searchId" FROM saved_search_looks l WHERE l.id = ${lookId}::uuid FOR UPDATE`;
  if (!look) return;
  const { count } = await tx.savedSearchMatch.updateMany({ where: { lookId, gone: true, settled: false }, data: { settled: true } });
  if (count === 0) return;
  const search = await tx.savedSearch.findUniqueOrThrow({ where: { id: look.searchId } });
  const left = await tx.$queryRaw<NewMatch[]>`
    SELECT m.event_id AS "eventId", m.subject_id AS "subjectId", e.title FROM saved_search_matches m JOIN events e ON e.id = m.event_id
    WHERE m.look_id = ${lookId}::uuid AND NOT m.gone ORDER BY e.starts_at, e.id`;
  const { version } = await tx.savedSearchLook.update({ where: { id: lookId }, data: { version: { increment: 1 } } });
  await step.tell(searchMatched({ ...told(search, left), lookId, version }));
}

/** Deletes searches with all they found, and withdraws what was told of them; the caller has locked them, or their person is gone. */
export async function forgetSearches(step: Step, ids: readonly string[]): Promise<void> {
  const { tx } = step;
  const searches = await tx.savedSearch.findMany({ where: { id: { in: [...ids] } } });
  const byId = new Map(searches.map((search) => [search.id, search]));
  const looks = await tx.savedSearchLook.findMany({ where: { searchId: { in: [...ids] } } });
  await tx.savedSearch.deleteMany({ where: { id: { in: [...ids] } } });
  await step.tell(
    ...looks.map(({ id, searchId, version }) => searchMatched({ ...told(byId.get(searchId)!, []), lookId: id, version: version + 1 })),
  );
}

const told = (search: SavedSearch, found: readonly NewMatch[]) => ({
  searchId: search.id,
  userId: search.userId,
  name: search.name,
  count: found.length,
  events: found.slice(0, NAMED).map(({ eventId, title }) => ({ eventId, title })),
});
