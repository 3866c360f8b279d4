/** From ($1), to ($2), both days of UTC. */
export const DAYS_OF_PLATFORM = `
  SELECT coalesce(p.day, a.starts)::text AS day, coalesce(a.people, 0) AS active, coalesce(p.swipes, 0) AS swipes,
    coalesce(p.swipe_sessions, 0) AS "swipeSessions", coalesce(p.right_swipes, 0) AS "rightSwipes",
    coalesce(p.right_swipes_going, 0) AS "rightSwipesGoing", coalesce(p.searches, 0) AS searches,
    coalesce(p.empty_searches, 0) AS "emptySearches", coalesce(p.clicked_searches, 0) AS "clickedSearches", p.people, p.with_friends AS "withFriends"
  FROM (SELECT * FROM platform_days WHERE day BETWEEN $1::date AND $2::date) p
  FULL JOIN (SELECT starts, people FROM active_periods WHERE kind = 'DAY' AND starts BETWEEN $1::date AND $2::date) a ON a.starts = p.day
  ORDER BY 1`;

export const PERIODS_OF_PLATFORM = `
  SELECT kind, starts::text AS starts, people AS active FROM active_periods
  WHERE kind IN ('WEEK', 'MONTH') AND starts BETWEEN $1::date AND $2::date ORDER BY kind, starts`;

export const COHORTS_OF_PLATFORM = `
  SELECT cohort::text AS cohort, (week - cohort) / 7 AS "weeksLater", people FROM cohort_weeks
  WHERE cohort BETWEEN $1::date AND $2::date AND week <= $2::date AND people > 0 ORDER BY cohort, week`;

export const CITIES_OF_PLATFORM = `
  SELECT nullif(city, '') AS city, sum(answered)::int AS answered, sum(paid)::int AS paid, sum(came)::int AS came
  FROM city_days WHERE day BETWEEN $1::date AND $2::date
  GROUP BY city ORDER BY sum(answered) DESC, sum(came) DESC, city LIMIT 50`;
