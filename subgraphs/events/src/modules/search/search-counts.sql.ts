import { Prisma } from '../../generated/prisma/client';
import {
  areaConditions,
  conditions,
  conditionsBesideFacets,
  facetConditions,
  SAMPLE_OF,
  SAMPLED,
  type Asked,
} from './search-conditions.sql';

/** How finds are counted: each of them, or those of the sample, each of which stands for SAMPLE_OF. */
export interface Counting extends Asked {
  among: 'EACH' | 'SAMPLE';
}

export const amongCounted = ({ among }: Counting): Prisma.Sql => (among === 'SAMPLE' ? Prisma.sql`AND ${SAMPLED}` : Prisma.empty);
export const standingFor = ({ among }: Counting): number => (among === 'SAMPLE' ? SAMPLE_OF : 1);

export const countSql = (counting: Counting): Prisma.Sql =>
  Prisma.sql`SELECT count(*)::int * ${standingFor(counting)}::int AS total FROM event_search s WHERE ${conditions(counting)} ${amongCounted(counting)}`;

/** How many of the sample are found, beside what is chosen in facets; no more than `most` are counted. */
export const sampledSql = (asked: Asked, most: number): Prisma.Sql => Prisma.sql`
  SELECT count(*)::int AS total FROM (
    SELECT 1 FROM event_search s WHERE ${conditionsBesideFacets(asked)} AND ${SAMPLED} LIMIT ${most}) sampled`;

/** The same of an area alone. */
export const sampledInAreaSql = ({ filter, now }: Pick<Asked, 'filter' | 'now'>, most: number): Prisma.Sql => Prisma.sql`
  SELECT count(*)::int AS total FROM (
    SELECT 1 FROM event_search s
    WHERE s.ends_at > ${now} AND ${Prisma.join(areaConditions(filter), ' AND ')} AND ${SAMPLED} LIMIT ${most}) sampled`;

/** Values of one field beyond this many are not told. */
const MOST_VALUES = 20;

/**
 * All facets in one statement; what is found is read once. Categories, formats and prices are counted as if nothing were chosen among their
 * own values, so that a second one can be added to the first. A series counts once for each value, unless each of its events is wanted. The
 * total is told with them, as the one value of TOTAL.
 */
export function facetSql(counting: Counting): Prisma.Sql {
  const chosen = facetConditions(counting.filter);
  const series = counting.filter.collapseSeries === false ? Prisma.sql`NULL::uuid` : Prisma.sql`s.series_id`;
  const counted = (field: string, value: Prisma.Sql, from: Prisma.Sql) => Prisma.sql`
    SELECT ${field} AS field, value, sum(CASE WHEN series IS NULL THEN rows ELSE 1 END)::int * ${standingFor(counting)}::int AS count
    FROM (SELECT ${value} AS value, series, count(*) AS rows FROM ${from} GROUP BY 1, 2) each WHERE value IS NOT NULL GROUP BY value`;
  return Prisma.sql`
  WITH hit AS MATERIALIZED (
    SELECT ${series} AS series, s.category_slug, s.tags, s.format, s.price_bucket, s.month,
      (${chosen.CATEGORY}) AS in_category, (${chosen.FORMAT}) AS in_format, coalesce((${chosen.PRICE}), FALSE) AS in_price
    FROM event_search s WHERE ${conditionsBesideFacets(counting)} ${amongCounted(counting)}
  ), slugs AS (
    SELECT slug, slug AS counted FROM categories UNION ALL SELECT slug, parent_slug FROM categories WHERE parent_slug IS NOT NULL
  ), counted AS (
    ${counted('TOTAL', Prisma.sql`''`, Prisma.sql`hit WHERE in_category AND in_format AND in_price`)}
    UNION ALL ${counted('CATEGORY', Prisma.sql`slugs.counted`, Prisma.sql`hit JOIN slugs ON slugs.slug = hit.category_slug WHERE in_format AND in_price`)}
    UNION ALL ${counted('FORMAT', Prisma.sql`format::text`, Prisma.sql`hit WHERE in_category AND in_price`)}
    UNION ALL ${counted('PRICE', Prisma.sql`price_bucket`, Prisma.sql`hit WHERE in_category AND in_format`)}
    UNION ALL ${counted('MONTH', Prisma.sql`month`, Prisma.sql`hit WHERE in_category AND in_format AND in_price`)}
    UNION ALL ${counted('TAG', Prisma.sql`tag`, Prisma.sql`hit CROSS JOIN LATERAL unnest(tags) AS used(tag) WHERE in_category AND in_format AND in_price`)}
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY field ORDER BY CASE WHEN field = 'MONTH' THEN 0 ELSE -count END, value) AS place FROM counted
  )
  SELECT field, value, count FROM ranked WHERE place <= ${MOST_VALUES} ORDER BY field, place`;
}
