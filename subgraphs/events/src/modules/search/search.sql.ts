import { Prisma } from '../../generated/prisma/client';
import { chordTo, kilometresFrom, within } from './place.sql';
import type { Search } from './search.input';

/**
 * How finds are chosen and sorted. LIKE is RELEVANCE for a question of which not every word is known: titles that are written much like
 * it, likest first.
 */
const ORDERS = ['RELEVANCE', 'LIKE', 'SOONEST', 'NEAREST'] as const;
export type FindOrder = (typeof ORDERS)[number];

export const isFindOrder = (order: string): order is FindOrder => (ORDERS as readonly string[]).includes(order);

export interface Finding {
  query: string | null;
  filter: Search['filter'];
  order: FindOrder;
  now: Date;
}

export interface Found {
  id: string;
  /**
   * By what it is sorted, ascending: negative points, milliseconds since 1970, or metres straight through the earth. Whole numbers, or a
   * double as the database has it, so that a cursor holds it exactly.
   */
  key: number;
  distanceKm: number | null;
}

/** One page: up to `limit` finds after `from`. Statements over event_search alone, which holds nothing that is not public. */
export function pageSql(finding: Finding, { limit, from }: { limit: number; from: { key: number; id: string } | null }): Prisma.Sql {
  const { filter, order } = finding;
  const distance = kilometresFrom(filter.near ?? null);
  // Both are sorted by what an index is sorted by: it is read in its order, and only as far as the page goes.
  if (order === 'SOONEST') {
    const beyond = from ? Prisma.sql`AND (s.starts_at, s.event_id) > (${new Date(from.key)}::timestamptz, ${from.id}::uuid)` : Prisma.empty;
    return Prisma.sql`
      SELECT s.event_id AS id, (extract(epoch FROM s.starts_at) * 1000)::float8 AS key, ${distance} AS "distanceKm"
      FROM event_search s WHERE ${conditions(finding)} ${beyond} ORDER BY s.starts_at, s.event_id LIMIT ${limit}`;
  }
  if (order === 'NEAREST') {
    const far = chordTo(filter.near!);
    const beyond = from ? Prisma.sql`AND (${far}, s.event_id) > (${from.key}::float8, ${from.id}::uuid)` : Prisma.empty;
    return Prisma.sql`
      SELECT s.event_id AS id, ${far} AS key, ${distance} AS "distanceKm"
      FROM event_search s WHERE ${conditions(finding)} ${beyond} ORDER BY ${far}, s.event_id LIMIT ${limit}`;
  }
  const beyond = from ? Prisma.sql`WHERE (f.key, f.id) > (${from.key}::float8, ${from.id}::uuid)` : Prisma.empty;
  return Prisma.sql`
    SELECT f.id, f.key, f."distanceKm" FROM (
      SELECT s.event_id AS id, (${keyOf(finding)})::float8 AS key, ${distance} AS "distanceKm"
      FROM event_search s WHERE ${conditions(finding)}) f
    ${beyond} ORDER BY f.key, f.id LIMIT ${limit}`;
}

export const countSql = (finding: Finding): Prisma.Sql =>
  Prisma.sql`SELECT count(*)::int AS total FROM event_search s WHERE ${conditions(finding)}`;

/** Values of one field beyond this many are not told. */
const MOST_VALUES = 20;

/** All facets in one statement; what is found is read once. */
export const facetSql = (finding: Finding): Prisma.Sql => Prisma.sql`
  WITH hit AS MATERIALIZED (
    SELECT s.category_slug, s.tags, s.format, s.price_bucket, s.month FROM event_search s WHERE ${conditions(finding)}
  ), counted AS (
    SELECT CASE WHEN grouping(category_slug) = 0 THEN 'CATEGORY' WHEN grouping(format) = 0 THEN 'FORMAT' WHEN grouping(price_bucket) = 0 THEN 'PRICE'
        ELSE 'MONTH' END AS field, coalesce(category_slug, format::text, price_bucket, month) AS value, count(*)::int AS count
      FROM hit GROUP BY GROUPING SETS (category_slug, format, price_bucket, month)
    UNION ALL SELECT 'TAG', tag, count(*)::int FROM hit CROSS JOIN LATERAL unnest(tags) AS used(tag) GROUP BY tag
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY field ORDER BY CASE WHEN field = 'MONTH' THEN 0 ELSE -count END, value) AS place
    FROM counted WHERE value IS NOT NULL
  )
  SELECT field, value, count FROM ranked WHERE place <= ${MOST_VALUES} ORDER BY field, place`;

function keyOf({ query, order }: Finding): Prisma.Sql {
  if (order === 'LIKE') {
    // How much of the question is in the title; between equals, how much of the title is in the question.
    const asked = Prisma.sql`search_fold(${query})`;
    return Prisma.sql`-(round(3e6 * (word_similarity(${asked}, s.folded_title) + 0.1 * similarity(${asked}, s.folded_title))) + ${STANDING})`;
  }
  return Prisma.sql`-(text_points(s.document, event_tsquery(${query})) + ${STANDING})`;
}

/** Looked up for each find, so that the price grows with what is found and not with all there is. */
const STANDING = Prisma.sql`standing_points(
  (SELECT t.quality_score FROM event_standings t WHERE t.event_id = s.event_id), (SELECT p.attending FROM event_popularity p WHERE p.event_id = s.event_id))`;

/** Of the event itself: few ask for them, and those that other conditions leave are looked up one by one. */
function detailConditions({ accessibility, age, petsAllowed, outdoors, language }: Search['filter']): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (accessibility.length > 0) all.push(Prisma.sql`d.accessibility @> ${accessibility}::text[]`);
  if (age != null) all.push(Prisma.sql`coalesce(d.min_age, 0) <= ${age} AND coalesce(d.max_age, 120) >= ${age}`);
  if (petsAllowed != null) all.push(Prisma.sql`d.pets_allowed = ${petsAllowed}`);
  if (outdoors != null) all.push(Prisma.sql`d.outdoors = ${outdoors}`);
  if (language != null) {
    const wanted = language.toLowerCase();
    all.push(
      Prisma.sql`EXISTS (SELECT 1 FROM unnest(d.languages) AS l(tag) WHERE lower(l.tag) = ${wanted} OR lower(l.tag) LIKE ${`${wanted}-%`})`,
    );
  }
  return all;
}

function conditions({ query, filter, order, now }: Finding): Prisma.Sql {
  const all = [Prisma.sql`s.ends_at > ${now}`];
  if (query !== null) {
    all.push(
      order === 'LIKE'
        ? Prisma.sql`s.event_id IN (SELECT events_titled_like(search_fold(${query})))`
        : Prisma.sql`s.document @@ event_tsquery(${query})`,
    );
  }
  if (filter.near) all.push(within(filter.near));
  if (filter.categorySlugs.length > 0) all.push(Prisma.sql`s.category_slug = ANY(${filter.categorySlugs}::text[])`);
  if (filter.tags.length > 0) all.push(Prisma.sql`s.tags @> ${filter.tags}::text[]`);
  if (filter.startsAfter) all.push(Prisma.sql`s.starts_at >= ${filter.startsAfter}`);
  if (filter.startsBefore) all.push(Prisma.sql`s.starts_at < ${filter.startsBefore}`);
  if (filter.free != null) all.push(filter.free ? Prisma.sql`s.price_bucket = 'FREE'` : Prisma.sql`s.price_bucket <> 'FREE'`);
  if (filter.format) all.push(Prisma.sql`s.format = ${filter.format}::event_format`);
  if (filter.priceBucket.length > 0) all.push(Prisma.sql`s.price_bucket = ANY(${filter.priceBucket}::text[])`);
  if (filter.hasPlaces != null) {
    // The sale as it is, not as a copy remembers it.
    const left = Prisma.sql`EXISTS (SELECT 1 FROM attendance_counts c WHERE c.event_id = s.event_id AND (c.capacity IS NULL OR c.going + c.offered < c.capacity))`;
    all.push(filter.hasPlaces ? left : Prisma.sql`NOT ${left}`);
  }
  const details = detailConditions(filter);
  if (details.length > 0)
    all.push(Prisma.sql`EXISTS (SELECT 1 FROM events d WHERE d.id = s.event_id AND ${Prisma.join(details, ' AND ')})`);
  return Prisma.join(all, ' AND ');
}
