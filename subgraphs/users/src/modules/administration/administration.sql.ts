import { Keyset, type FieldCipher, type Page, type Statement } from '@marquee/platform';
import { addressKeys } from '../address/address-sealed';
import type { PeopleFilter } from './administration.input';

export const newestPeopleFirst = new Keyset('people', { createdAt: 'time', id: 'id' }, 'greatest first');

const STATES = {
  ACTIVE: 'u.suspended_at IS NULL AND u.deactivated_at IS NULL',
  SUSPENDED: 'u.suspended_at IS NOT NULL',
  DEACTIVATED: 'u.deactivated_at IS NOT NULL',
} as const;

/** People that fit a filter. Each question that is asked is a condition of its own, so that an index is found for it. */
export function peopleStatement(fields: Pick<FieldCipher, 'index'>, filter: PeopleFilter, now: Date, page: Page): Statement {
  const { search, email, role, state, verified, createdFrom, createdBefore } = filter;
  const values: unknown[] = [page.limit + 1, now];
  const asked: [name: string, condition: (at: string) => string, value: unknown][] = [
    [
      'search',
      (at) => `u.id IN (SELECT user_id FROM people_search WHERE keys @> search_words(${at}) AND cardinality(search_words(${at})) > 0)`,
      search,
    ],
    ['email', (at) => `u.email_key = ANY (${at}::text[])`, email && addressKeys(fields, email)],
    ['role', (at) => `u.role = ${at}::role`, role],
    ['verified', (at) => `u.verified = ${at}::boolean`, verified],
    ['from', (at) => `u.created_at >= ${at}::timestamptz`, createdFrom],
    ['before', (at) => `u.created_at < ${at}::timestamptz`, createdBefore],
  ];
  const given = asked.filter(([, , value]) => value !== null && value !== undefined);
  const conditions = given.map(([, condition, value]) => condition(`$${values.push(value)}`));
  const keyset = newestPeopleFirst.sql(page, { createdAt: 'u.created_at', id: 'u.id' }, values.length + 1);
  const where = [keyset.condition, ...(state ? [STATES[state]] : []), ...conditions].join(' AND ');
  return {
    name: ['people', keyset.variant, state ?? 'any', ...given.map(([name]) => name)].join('_').toLowerCase(),
    text: `
      SELECT u.id, u.role::text, u.email_verified_at IS NOT NULL AS "emailVerified", u.created_at AS "createdAt", u.reliability,
        CASE WHEN u.suspended_at IS NOT NULL THEN 'SUSPENDED' WHEN u.deactivated_at IS NOT NULL THEN 'DEACTIVATED' ELSE 'ACTIVE' END AS state,
        s.last AS "lastSeenAt", coalesce(s.open, 0) AS "sessionCount",
        (SELECT count(*)::int FROM devices d WHERE d.user_id = u.id) AS "deviceCount",
        (SELECT count(DISTINCT f.event_id)::int FROM flag_copies f WHERE f.creator_id = u.id AND f.outcome = 'UPHELD') AS "upheldFlagCount"
      FROM (SELECT u.* FROM users u WHERE ${where} ORDER BY ${keyset.order} LIMIT $1) u
      LEFT JOIN LATERAL (
        SELECT max(last_used_at) AS last, count(*) FILTER (WHERE ended_at IS NULL AND expires_at > $2)::int AS open FROM sessions WHERE user_id = u.id
      ) s ON TRUE
      ORDER BY ${keyset.order}`,
    values: [...values, ...keyset.values],
  };
}
