import { Keyset, type Page, type Statement } from '@marquee/platform';

export const byUsername = new Keyset('users', { usernameKey: 'text' }, 'least first');

/**
 * People whose name or username contains a text, by username. Left out: the suspended and deactivated, those with a block between them and the viewer,
 * and those who do not want to be suggested, unless it is their whole username. Both columns have an index of word parts.
 */
export function searchStatement(query: string, viewerId: string, page: Page): Statement {
  const { condition, order, values, variant } = byUsername.sql(page, { usernameKey: 'u.username_key' }, 5);
  return {
    name: `users_search_${variant}`,
    text: `SELECT u.id FROM users u
           WHERE (u.username_key LIKE lower($1) OR u.display_name ILIKE $1)
             AND u.suspended_at IS NULL AND u.deactivated_at IS NULL
             AND (u.suggestible OR u.username_key = lower($2) OR u.id = $3)
             AND NOT EXISTS (SELECT 1 FROM connection_copies c
                             WHERE c.low_id = least(u.id, $3) AND c.high_id = greatest(u.id, $3) AND c.status = 'BLOCKED')
             AND ${condition}
           ORDER BY ${order} LIMIT $4`,
    values: [`%${query.replace(/[\\%_]/g, '\\$&')}%`, query, viewerId, page.limit + 1, ...values],
  };
}
