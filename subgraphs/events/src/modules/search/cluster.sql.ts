import { Prisma } from '../../generated/prisma/client';
import { eastOf, widthOf } from './place.sql';
import { conditions, findOf } from './search-conditions.sql';
import type { Box } from './search.input';
import type { Finding } from './search.sql';

/** So many finds are put on a map, those that start first: what is on the whole earth is not gone through whole. */
const MOST_ON_A_MAP = 20_000;

/** What lies in one square of a map. */
export interface Cluster {
  count: number;
  latitude: number;
  longitude: number;
  isOnePoint: boolean;
  eventId: string;
}

/** Squares on a map: degrees wide and high, and the box that they cover. */
export interface Grid {
  box: Box;
  wide: number;
  high: number;
}

/** Squares as people see them on a map in Mercator's projection: towards the poles a degree of longitude is as wide, one of latitude taller. */
export function gridOf(box: Box, columns: number): Grid {
  const wide = widthOf(box) / columns;
  const middle = ((box.south + box.north) / 2) * (Math.PI / 180);
  const high = Math.max(wide * Math.cos(middle), (box.north - box.south) / (2 * columns));
  return { box, wide, high };
}

/** All clusters in one statement. Squares are counted from the date line and the equator, so that they stay where they are on another part. */
export function clusterSql(finding: Finding, { box, wide, high }: Grid): Prisma.Sql {
  return Prisma.sql`
    WITH s AS MATERIALIZED (
      SELECT s.event_id, s.series_id, s.starts_at, s.place FROM event_search s WHERE ${conditions(finding)}
      ORDER BY s.starts_at, s.event_id LIMIT ${MOST_ON_A_MAP}
    ), placed AS (
      SELECT s.event_id, s.starts_at, ${findOf(finding)} AS find, latitude(s.place) AS north, ${eastOf(box)} AS east FROM s
    )
    SELECT count(DISTINCT find)::int AS count, avg(north) AS latitude,
      avg(east) + ${box.west}::float8 - CASE WHEN avg(east) + ${box.west}::float8 > 180 THEN 360 ELSE 0 END AS longitude,
      max(north) - min(north) < 1e-6 AND max(east) - min(east) < 1e-6 AS "isOnePoint",
      (array_agg(event_id ORDER BY starts_at, event_id))[1]::text AS "eventId"
    FROM placed GROUP BY floor(north / ${high}::float8), floor((east + ${box.west}::float8) / ${wide}::float8)
    ORDER BY 1 DESC, 5`;
}
