import type { Page, Statement } from '@marquee/platform';

/**
 * People whose name or username contains a text, by username. Left out: the suspended, those with a block between them and the viewer,
 * and those who do not want to be suggested, unless it is their whole username. Both columns have an index of word parts.
 */
export function searchStatement(query: string, viewerId: string, page: Page): Statement {
  const [name, compare, order] = page.backward ? ['users_search_backward', '<', 'DESC'] : ['users_search', '>', 'ASC'];
  return {
    name,
    text: `SELECT u.id FROM users u
           WHERE (u.username_key LIKE lower($1) OR u.display_name ILIKE $1)
             AND u.suspended_at IS NULL
             AND (u.suggestible OR u.username_key = lower($2) OR u.id = $3)
             AND NOT EXISTS (SELECT 1 FROM connection_copies c
                             WHERE c.low_id = least(u.id, $3) AND c.high_id = greatest(u.id, $3) AND c.status = 'BLOCKED')
             AND ($4::text IS NULL OR u.username_key ${compare} $4)
           ORDER BY u.username_key ${order} LIMIT $5`,
    values: [`%${query.replace(/[\\%_]/g, '\\$&')}%`, query, viewerId, page.from?.[0] ?? null, page.limit + 1],
  };
}
