import { Prisma } from '../../generated/prisma/client';
import { metresFrom, within } from './place.sql';
import type { Search } from './search.input';

/**
 * How finds are chosen and sorted. LIKE is RELEVANCE for a question of which not every word is known: titles that are written much like
 * it, likest first.
 */
export type Order = 'RELEVANCE' | 'LIKE' | 'SOONEST' | 'NEAREST';

export interface Finding {
  query: string | null;
  filter: Search['filter'];
  order: Order;
  now: Date;
}

export interface Found {
  id: string;
  /** By what it is sorted, ascending: negative points, milliseconds since 1970 or metres. A whole number, so that a cursor holds it exactly. */
  key: number;
  distanceKm: number | null;
}

/** One page: up to `limit` finds after `from`. Statements over event_search alone, which holds nothing that is not public. */
export function pageSql(finding: Finding, { limit, from }: { limit: number; from: { key: number; id: string } | null }): Prisma.Sql {
  const { filter, order } = finding;
  const distance = filter.near ? Prisma.sql`round((${metresFrom(filter.near)} / 1000)::numeric, 3)::float8` : Prisma.sql`NULL::float8`;
  if (order === 'SOONEST') {
    // Sorted by the columns themselves: the index is read in its order, and only as far as the page goes.
    const beyond = from ? Prisma.sql`AND (s.starts_at, s.event_id) > (${new Date(from.key)}::timestamptz, ${from.id}::uuid)` : Prisma.empty;
    return Prisma.sql`
      SELECT s.event_id AS id, (extract(epoch FROM s.starts_at) * 1000)::float8 AS key, ${distance} AS "distanceKm"
      FROM event_search s WHERE ${conditions(finding)} ${beyond} ORDER BY s.starts_at, s.event_id LIMIT ${limit}`;
  }
  const beyond = from ? Prisma.sql`WHERE (f.key, f.id) > (${from.key}::float8, ${from.id}::uuid)` : Prisma.empty;
  return Prisma.sql`
    SELECT f.id, f.key, f."distanceKm" FROM (
      SELECT s.event_id AS id, (${keyOf(finding)})::float8 AS key, ${distance} AS "distanceKm"
      FROM event_search s
      LEFT JOIN event_standings t ON t.event_id = s.event_id
      LEFT JOIN event_popularity p ON p.event_id = s.event_id
      WHERE ${conditions(finding)}) f
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
    SELECT 'CATEGORY' AS field, category_slug AS value, count(*)::int AS count FROM hit GROUP BY 2
    UNION ALL SELECT 'TAG', tag, count(*)::int FROM hit CROSS JOIN LATERAL unnest(tags) AS used(tag) GROUP BY 2
    UNION ALL SELECT 'FORMAT', format::text, count(*)::int FROM hit GROUP BY 2
    UNION ALL SELECT 'PRICE', price_bucket, count(*)::int FROM hit WHERE price_bucket IS NOT NULL GROUP BY 2
    UNION ALL SELECT 'MONTH', month, count(*)::int FROM hit GROUP BY 2
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY field ORDER BY CASE WHEN field = 'MONTH' THEN 0 ELSE -count END, value) AS place FROM counted
  )
  SELECT field, value, count FROM ranked WHERE place <= ${MOST_VALUES} ORDER BY field, place`;

function keyOf({ query, filter, order }: Finding): Prisma.Sql {
  const standing = Prisma.sql`standing_points(t.quality_score, p.attending)`;
  if (order === 'NEAREST') return Prisma.sql`round(${metresFrom(filter.near!)})`;
  if (order === 'LIKE') {
    // How much of the question is in the title; between equals, how much of the title is in the question.
    const asked = Prisma.sql`search_fold(${query})`;
    return Prisma.sql`-(round(3e6 * (word_similarity(${asked}, s.folded_title) + 0.1 * similarity(${asked}, s.folded_title))) + ${standing})`;
  }
  return Prisma.sql`-(text_points(s.document, event_tsquery(${query})) + ${standing})`;
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
  if (filter.free != null) all.push(filter.free ? Prisma.sql`s.price_bucket = 'FREE'` : Prisma.sql`s.price_bucket IS DISTINCT FROM 'FREE'`);
  if (filter.format) all.push(Prisma.sql`s.format = ${filter.format}::event_format`);
  if (filter.price.length > 0) all.push(Prisma.sql`s.price_bucket = ANY(${filter.price}::text[])`);
  if (filter.hasPlaces != null) {
    // The sale as it is, not as a copy remembers it.
    const left = Prisma.sql`EXISTS (SELECT 1 FROM attendance_counts c WHERE c.event_id = s.event_id AND (c.capacity IS NULL OR c.going + c.offered < c.capacity))`;
    all.push(filter.hasPlaces ? left : Prisma.sql`NOT ${left}`);
  }
  return Prisma.join(all, ' AND ');
}
