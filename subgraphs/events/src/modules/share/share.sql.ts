/** Where events were shared, and what came of it. */
export const SOURCES = `
  SELECT event_id AS "eventId", channel, count(*)::int AS links, sum(visits)::int AS visits
  FROM event_shares WHERE event_id = ANY ($1::uuid[]) GROUP BY event_id, channel ORDER BY event_id, visits DESC, channel`;
