import { Prisma } from '../../generated/prisma/client';
import { SHARED } from '../venue/venue-scope';

/** Names at least so much alike (trigrams, 0 to 1) are told to the staff. */
const ALIKE = 0.45;
const CLOSE_METRES = 300;

/**
 * Pairs of shared places close together that may be one. Only places of one cell of some hundred metres, or of the same key in several
 * cells, are compared: each has few neighbours, however many places there are.
 */
export const venueDoubles = (most: number): Prisma.Sql => Prisma.sql`
  WITH pairs AS (
    SELECT a.id AS a, b.id AS b FROM venues a JOIN venues b ON b.cell = a.cell AND b.id > a.id
    WHERE a.scope = ${SHARED} AND b.scope = ${SHARED} AND a.merged_into IS NULL AND b.merged_into IS NULL AND a.cell <> '' AND a.hidden_at IS NULL AND b.hidden_at IS NULL
    UNION
    SELECT a.id, b.id FROM venues a JOIN venues b ON b.dedupe_key = a.dedupe_key AND b.scope = a.scope AND b.id > a.id
    WHERE a.scope = ${SHARED} AND a.merged_into IS NULL AND b.merged_into IS NULL AND a.hidden_at IS NULL AND b.hidden_at IS NULL
  ), found AS (
    SELECT a.id AS a, b.id AS b, similarity(search_fold(a.name), search_fold(b.name))::float8 AS likeness,
      earth_distance(ll_to_earth(a.latitude, a.longitude), ll_to_earth(b.latitude, b.longitude)) AS metres
    FROM pairs p JOIN venues a ON a.id = p.a JOIN venues b ON b.id = p.b
  ), best AS (
    SELECT * FROM found WHERE likeness >= ${ALIKE} AND (metres IS NULL OR metres <= ${CLOSE_METRES})
    ORDER BY likeness DESC, a, b LIMIT ${most}
  )
  SELECT CASE WHEN n.a >= n.b THEN best.a ELSE best.b END AS id, CASE WHEN n.a >= n.b THEN best.b ELSE best.a END AS "otherId",
    likeness, metres
  FROM best CROSS JOIN LATERAL (
    SELECT (SELECT count(*) FROM events e WHERE e.venue_id = best.a) AS a, (SELECT count(*) FROM events e WHERE e.venue_id = best.b) AS b
  ) n ORDER BY likeness DESC, best.a, best.b`;

/** Places whose events are to follow something. */
export const venuesToFollow = (most: number): Prisma.Sql => Prisma.sql`
  SELECT id, version, merged_into AS "mergedInto", follow_after AS "followAfter" FROM venues
  WHERE follow_after IS NOT NULL ORDER BY id LIMIT ${most}`;

/** The next events at a place, behind the one that was done last; of a place that stays, those that are not over. */
export const nextEventsAt = (venueId: string, afterId: string, since: Date | null, most: number): Prisma.Sql => Prisma.sql`
  SELECT id FROM events WHERE venue_id = ${venueId}::uuid AND id > ${afterId}::uuid AND (${since}::timestamptz IS NULL OR ends_at > ${since})
  ORDER BY id LIMIT ${most}`;
