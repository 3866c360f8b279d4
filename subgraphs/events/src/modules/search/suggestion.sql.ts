import { Prisma } from '../../generated/prisma/client';
import type { Span } from './highlight';
import { titlesBeginning } from './suggest.sql';
import type { SuggestWhere } from './search.input';

export type SuggestionKind = SuggestWhere['kinds'][number];

/** `id`: of the event, venue or person; the slug of a category; a tag; null for a search. */
export interface Suggestion {
  kind: SuggestionKind;
  text: string;
  id: string | null;
}

/** With where the prefix stands in it. */
export interface ShownSuggestion extends Suggestion {
  highlights: Span[];
}

/** As many of each are looked at: a reader who types something so common has to type on. */
const MOST = 200;
const SEARCHED_DAYS = 30;
/** Fewer people on a day, and it may tell of one of them. */
const ENOUGH_PEOPLE = 3;

/** All kinds together in one statement: what begins like the prefix, or has a word that does. */
export function suggestionsSql({ prefix, first, kinds }: SuggestWhere, now: Date): Prisma.Sql {
  const start = `${prefix.replace(/[\\%_]/g, '\\$&')}%`;
  const begins = (text: Prisma.Sql) => Prisma.sql`(${text} LIKE search_fold(${start}) OR ${text} LIKE search_fold(${`% ${start}`}))`;
  const sources = kinds.map((kind) => Prisma.sql`(${SOURCES[kind](begins, now)} LIMIT ${MOST})`);
  return Prisma.sql`
    SELECT kind, text, id FROM (
      SELECT DISTINCT ON (kind, folded) kind, text, folded, id FROM (${Prisma.join(sources, ' UNION ALL ')}) found (kind, text, folded, id, rank) ORDER BY kind, folded, rank, id
    ) each
    ORDER BY folded NOT LIKE search_fold(${start}), length(folded), folded, kind LIMIT ${first}`;
}

type Begins = (text: Prisma.Sql) => Prisma.Sql;

const toCome = (now: Date) => Prisma.sql`s.ends_at > ${now}`;

const SOURCES: Record<SuggestionKind, (begins: Begins, now: Date) => Prisma.Sql> = {
  EVENT: (begins, now) => Prisma.sql`
    SELECT 'EVENT' AS kind, s.title AS text, s.folded_title AS folded, s.event_id::text AS id, extract(epoch FROM s.starts_at) AS rank
    FROM ${titlesBeginning(begins, now)} s`,
  VENUE: (begins, now) => Prisma.sql`
    SELECT 'VENUE', v.name, search_fold(v.name), v.id::text, 0 FROM venues v
    WHERE ${begins(Prisma.sql`search_fold(v.name)`)} AND v.hidden_at IS NULL
      AND EXISTS (SELECT 1 FROM event_search s WHERE s.venue_id = v.id AND ${toCome(now)})`,
  PERSON: (begins, now) => Prisma.sql`
    SELECT 'PERSON', p.display_name, search_fold(p.display_name), p.id::text, 0 FROM people p
    WHERE ${begins(Prisma.sql`search_fold(p.display_name)`)} AND p.active AND NOT p.erased AND EXISTS (
      SELECT 1 FROM events e JOIN event_search s ON s.event_id = e.id WHERE e.creator_id = p.id AND e.organization_id IS NULL AND ${toCome(now)})`,
  PERFORMER: (begins, now) => Prisma.sql`
    SELECT 'PERFORMER', told.name, search_fold(told.name), NULL::text, 0 FROM (
      SELECT one ->> 'name' AS name FROM events e JOIN event_search s ON s.event_id = e.id CROSS JOIN LATERAL jsonb_array_elements(e.performers) AS one
      WHERE e.performers <> '[]' AND ${begins(Prisma.sql`performers_text(e.performers)`)} AND ${toCome(now)}) told
    WHERE ${begins(Prisma.sql`search_fold(told.name)`)}`,
  CATEGORY: (begins) => Prisma.sql`
    SELECT 'CATEGORY', c.name, search_fold(c.name), c.slug, 0 FROM categories c WHERE ${begins(Prisma.sql`search_fold(c.name)`)}`,
  TAG: (begins, now) => Prisma.sql`
    SELECT 'TAG', replace(t.name, '-', ' '), tag_phrase(t.name), t.name, 0 FROM tags t
    WHERE ${begins(Prisma.sql`tag_phrase(t.name)`)} AND tag_to_come(t.name, ${now})`,
  // By the index of its beginning alone: what others searched for goes on with what was typed.
  SEARCH: (begins, now) => Prisma.sql`
    SELECT 'SEARCH', d.query, search_fold(d.query), NULL::text, -d.people FROM search_days d
    WHERE ${begins(Prisma.sql`search_fold(d.query)`)} AND d.people >= ${ENOUGH_PEOPLE} AND d.empty < d.searches
      AND d.day >= ${new Date(now.getTime() - SEARCHED_DAYS * 86_400_000)}::date`,
};

/** The same of titles, places and tags with something like `prefix` in them, likest first. */
export const resemblingSuggestionsSql = ({ prefix, first, kinds }: SuggestWhere, now: Date): Prisma.Sql => Prisma.sql`
  SELECT kind, text, id FROM (
    SELECT DISTINCT ON (kind, folded) kind, text, folded, id, likeness FROM suggestions_like(search_fold(${prefix}), ${now})
    WHERE kind = ANY(${kinds}::text[]) ORDER BY kind, folded, id) each
  ORDER BY likeness DESC, length(folded), folded, kind LIMIT ${first}`;
