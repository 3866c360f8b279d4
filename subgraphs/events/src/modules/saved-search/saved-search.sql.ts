import { Prisma } from '../../generated/prisma/client';
import { conditions, type Asked } from '../search/search-conditions.sql';

/** So many new finds of one look are told. */
export const MOST_MATCHES = 200;

/**
 * What came on show after `since` and is found, next start first, but what the person was told of, runs or swiped left. The rows are kept
 * until the transaction ends: what is taken down meanwhile is either not found, or its end finds the match.
 */
export const newMatchesSql = (asked: Asked, { searchId, userId, since }: { searchId: string; userId: string; since: Date }): Prisma.Sql =>
  Prisma.sql`
  SELECT s.event_id AS "eventId", coalesce(s.series_id, s.event_id) AS "subjectId", s.title
  FROM event_search s
  WHERE s.event_id IN (SELECT e.id FROM events e WHERE e.status = 'PUBLISHED' AND e.visibility = 'PUBLIC' AND e.published_at > ${since})
    AND ${conditions(asked)} AND s.creator_id <> ${userId}::uuid
    AND NOT EXISTS (SELECT FROM saved_search_matches m WHERE m.search_id = ${searchId}::uuid AND m.subject_id = coalesce(s.series_id, s.event_id))
    AND NOT EXISTS (SELECT FROM swipes w WHERE w.user_id = ${userId}::uuid AND w.event_id = s.event_id AND w.direction = 'LEFT')
    AND NOT EXISTS (SELECT FROM person_edges b WHERE b.user_id = ${userId}::uuid AND b.other_id = s.creator_id AND b.blocked)
  ORDER BY s.starts_at, s.event_id LIMIT ${MOST_MATCHES} FOR KEY SHARE OF s`;

/** Those of which alerts told and that can still be found; `m` is the match. */
export const toldMatches = (searchId: string): Prisma.Sql =>
  Prisma.sql`saved_search_matches m WHERE m.search_id = ${searchId}::uuid
    AND EXISTS (SELECT FROM event_search s WHERE s.event_id = m.event_id)`;
