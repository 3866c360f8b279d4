/** Words that fewer people searched for on a day may be about somebody. */
const KNOWN_TO = 3;

/** From, to, only what found nothing, how many. */
export const SEARCH_LOG = `
  SELECT query, sum(searches)::int AS searches, sum(empty)::int AS empty, sum(clicked)::int AS clicked
  FROM search_days WHERE day BETWEEN $1::date AND $2::date AND people >= ${KNOWN_TO}
  GROUP BY query HAVING NOT $3::boolean OR sum(empty) > 0
  ORDER BY CASE WHEN $3::boolean THEN sum(empty) ELSE sum(searches) END DESC, query LIMIT $4`;
