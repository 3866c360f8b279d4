/** Events by their ids ($1), from ($2), to ($3). One row for each day on which something happened. */
export const DAYS_OF_EVENTS = `
  SELECT day::text AS day, sum(impressions)::int AS impressions, sum(views)::int AS views, sum(clicks)::int AS clicks,
    sum(seen)::int AS seen, sum(opened)::int AS opened, sum(answered)::int AS answered, sum(paid)::int AS paid, sum(came)::int AS came
  FROM (
    SELECT day, CASE type WHEN 'IMPRESSION' THEN count ELSE 0 END AS impressions, CASE type WHEN 'VIEW' THEN count ELSE 0 END AS views,
      CASE type WHEN 'CLICK' THEN count ELSE 0 END AS clicks, CASE type WHEN 'IMPRESSION' THEN newcomers ELSE 0 END AS seen,
      CASE type WHEN 'VIEW' THEN newcomers ELSE 0 END AS opened, 0 AS answered, 0 AS paid, 0 AS came
    FROM interaction_days WHERE event_id = ANY ($1::uuid[]) AND source = 'ALL' AND type IN ('IMPRESSION', 'VIEW', 'CLICK') AND day BETWEEN $2::date AND $3::date
    UNION ALL SELECT day, 0, 0, 0, 0, 0, answered, paid, came
    FROM event_outcome_days WHERE event_id = ANY ($1::uuid[]) AND day BETWEEN $2::date AND $3::date
  ) each GROUP BY day ORDER BY day`;

export const SOURCES_OF_EVENTS = `
  SELECT source, coalesce(sum(people) FILTER (WHERE type = 'IMPRESSION'), 0)::int AS seen,
    coalesce(sum(people) FILTER (WHERE type = 'CLICK'), 0)::int AS clicked
  FROM interaction_days
  WHERE event_id = ANY ($1::uuid[]) AND source <> 'ALL' AND type IN ('IMPRESSION', 'CLICK') AND day BETWEEN $2::date AND $3::date
  GROUP BY source ORDER BY seen DESC, clicked DESC, source`;

/** People with a place less those who were let in, of events that ended in the range and had a door. */
export const NO_SHOWS_OF_EVENTS = `
  SELECT coalesce(sum(going - came), 0)::int AS "noShows" FROM (
    SELECT sum(o.going) AS going, sum(o.came) AS came FROM event_outcome_days o JOIN events e ON e.id = o.event_id
    WHERE o.event_id = ANY ($1::uuid[]) AND e.status = 'COMPLETED' AND e.ends_at >= $2::date AND e.ends_at < $3::date + 1
    GROUP BY o.event_id HAVING sum(o.came) > 0) each`;
