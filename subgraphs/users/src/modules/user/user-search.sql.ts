import { Keyset, type Page, type Statement } from '@marquee/platform';

export const bestFirst = new Keyset('users', { tier: 'integer', usernameKey: 'text' }, 'least first');

/** Somebody found, and how well: the whole username, then friends, then friends of friends, then others; parts of words behind words, slips last. */
export interface Found {
  id: string;
  tier: number;
  usernameKey: string;
}

/** So many are ranked: of a word that thousands have, nobody reads them all, and friends are among them in any case. */
const MOST = 1_000;

/** The cheap question first, because the other one is asked of each row. */
const MATCHES = `(keys @> (SELECT words FROM asked) OR matches_words(keys, (SELECT words FROM asked)))`;

/**
 * People who have, for each word of a text, a word that begins with it or is it but for one slip; and those whose name or username contains the text
 * as it is, from three characters on. The longest word finds the candidates by the index of `people_search`, the others are looked for in these.
 * Left out: the suspended, those with a block between them and the viewer, and, unless it is their whole username or they are friends, those who do
 * not want to be suggested.
 */
export function searchStatement(query: string, viewerId: string, page: Page): Statement {
  const { condition, order, values, variant } = bestFirst.sql(page, { tier: 'f.tier', usernameKey: 'f."usernameKey"' }, 5);
  const part = [...query].length < 3 ? null : `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  return {
    name: `users_search_${variant}`,
    text: `
      WITH friends AS MATERIALIZED (
        SELECT CASE WHEN low_id = $3 THEN high_id ELSE low_id END AS id FROM connection_copies
        WHERE (low_id = $3 OR high_id = $3) AND status = 'ACCEPTED' AND type IN ('FRIEND', 'FAMILY')
      ), asked AS MATERIALIZED (
        SELECT words, slip_keys(search_longest(words)) AS keys FROM (SELECT search_words($2) AS words) w
      ), candidates AS MATERIALIZED (
        (SELECT user_id AS id, keys @> (SELECT words FROM asked) AS by_words FROM people_search s
         WHERE keys && (SELECT keys FROM asked) AND ${MATCHES} ORDER BY user_id LIMIT ${MOST})
        UNION
        SELECT user_id, keys @> (SELECT words FROM asked) FROM people_search s
        WHERE user_id = ANY (ARRAY(SELECT id FROM friends)) AND keys && (SELECT keys FROM asked) AND ${MATCHES}
      ), parts AS MATERIALIZED (
        (SELECT id FROM users WHERE username_key LIKE lower($1) OR display_name ILIKE $1 ORDER BY id LIMIT ${MOST})
        UNION SELECT id FROM users WHERE username_key = lower($2)
      ), found AS (
        SELECT u.id, u.username_key AS "usernameKey",
          CASE WHEN u.username_key = lower($2) THEN 0 ELSE
            CASE WHEN c.by_words THEN 0 WHEN p.id IS NOT NULL THEN 10 ELSE 20 END
            + CASE WHEN u.id IN (SELECT id FROM friends) THEN 1
                   WHEN EXISTS (SELECT 1 FROM connection_copies m WHERE m.low_id = u.id AND m.high_id IN (SELECT id FROM friends)
                                AND m.status = 'ACCEPTED' AND m.type IN ('FRIEND', 'FAMILY'))
                     OR EXISTS (SELECT 1 FROM connection_copies m WHERE m.high_id = u.id AND m.low_id IN (SELECT id FROM friends)
                                AND m.status = 'ACCEPTED' AND m.type IN ('FRIEND', 'FAMILY')) THEN 2
                   ELSE 3 END
          END AS tier
        FROM users u LEFT JOIN candidates c USING (id) LEFT JOIN parts p USING (id)
        WHERE u.id = ANY (ARRAY(SELECT id FROM candidates UNION SELECT id FROM parts)) AND u.suspended_at IS NULL AND u.deactivated_at IS NULL
          AND (u.suggestible OR u.username_key = lower($2) OR u.id = $3 OR u.id IN (SELECT id FROM friends))
          AND NOT EXISTS (SELECT 1 FROM connection_copies b
                          WHERE b.low_id = least(u.id, $3) AND b.high_id = greatest(u.id, $3) AND b.status = 'BLOCKED')
      )
      SELECT f.* FROM found f WHERE ${condition} ORDER BY ${order} LIMIT $4`,
    values: [part, query, viewerId, page.limit + 1, ...values],
  };
}
