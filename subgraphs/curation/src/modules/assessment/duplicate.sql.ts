import { Prisma, type EventCopy } from '../../generated/prisma/client';
import { bandsOf } from '../text/fingerprint';

/** A building, roughly, in degrees. */
const NEAR = { latitude: 0.002, longitude: 0.003 };

/**
 * Occasions that may be duplicates of this one, at most 80 in a table of any size, each kind by its own index: at the same hour in
 * the same place, with a like title within a day, or with a text like one of another creator.
 */
export function duplicateCandidates(event: EventCopy): Prisma.Sql {
  const { eventId, creatorId, startsAt, venueId, latitude, longitude, matchTitle, signature } = event;
  return Prisma.sql`
    WITH near AS (
      SELECT event_id FROM event_copies
      WHERE starts_at BETWEEN ${startsAt}::timestamptz - interval '2 hours' AND ${startsAt}::timestamptz + interval '2 hours'
        AND (venue_id = ${venueId}::uuid OR (abs(latitude - ${latitude}::float8) < ${NEAR.latitude} AND abs(longitude - ${longitude}::float8) < ${NEAR.longitude}))
        AND event_id <> ${eventId}::uuid LIMIT 30
    ), alike AS (
      SELECT event_id FROM event_copies
      WHERE match_title % ${matchTitle}
        AND starts_at BETWEEN ${startsAt}::timestamptz - interval '12 hours' AND ${startsAt}::timestamptz + interval '12 hours'
        AND event_id <> ${eventId}::uuid
      ORDER BY similarity(match_title, ${matchTitle}) DESC LIMIT 30
    ), copied AS (
      SELECT c.event_id FROM (SELECT DISTINCT event_id FROM event_bands WHERE band = ANY (${bandsOf(signature)}::int[]) LIMIT 1000) b
      JOIN event_copies c ON c.event_id = b.event_id
      WHERE c.creator_id <> ${creatorId}::uuid
      ORDER BY abs(extract(epoch FROM c.starts_at - ${startsAt}::timestamptz)) LIMIT 20
    )
    SELECT event_id AS "eventId", creator_id AS "creatorId", match_title AS "matchTitle", starts_at AS "startsAt", venue_id AS "venueId",
      latitude, longitude, signature
    FROM event_copies
    WHERE event_id IN (SELECT event_id FROM near UNION SELECT event_id FROM alike UNION SELECT event_id FROM copied)
      AND NOT deleted AND status IN ('PENDING_REVIEW', 'PUBLISHED', 'COMPLETED')
    ORDER BY event_id`;
}
