import { Prisma } from '../../generated/prisma/client';
import { eastOf, widthOf } from './place.sql';
import { conditions } from './search-conditions.sql';
import { amongCounted, standingFor, type Counting } from './search-counts.sql';
import type { Box } from './search.input';

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

/**
 * All clusters in one statement: finds are gathered by their venues, and these by squares. Squares are counted from the date line and the
 * equator, so that they stay where they are on another part.
 */
export function clusterSql(counting: Counting, { box, wide, high }: Grid): Prisma.Sql {
  return Prisma.sql`
    WITH housed AS MATERIALIZED (
      SELECT s.venue_id, count(*) AS finds, min(s.starts_at) AS starts_at, (array_agg(s.event_id ORDER BY s.starts_at, s.event_id))[1] AS event_id
      FROM event_search s WHERE ${conditions(counting)} ${amongCounted(counting)} GROUP BY s.venue_id
    ), placed AS (
      SELECT h.finds, h.starts_at, h.event_id, v.latitude AS north, ${eastOf(box)} AS east FROM housed h JOIN venues v ON v.id = h.venue_id
    )
    SELECT sum(finds)::int * ${standingFor(counting)}::int AS count, sum(finds * north) / sum(finds) AS latitude,
      sum(finds * east) / sum(finds) + ${box.west}::float8
        - CASE WHEN sum(finds * east) / sum(finds) + ${box.west}::float8 > 180 THEN 360 ELSE 0 END AS longitude,
      max(north) - min(north) < 1e-6 AND max(east) - min(east) < 1e-6 AS "isOnePoint",
      (array_agg(event_id ORDER BY starts_at, event_id))[1]::text AS "eventId"
    FROM placed GROUP BY floor(north / ${high}::float8), floor((east + ${box.west}::float8) / ${wide}::float8)
    ORDER BY 1 DESC, 5`;
}
