import { Keyset, type Page, type Statement } from '@marquee/platform';

export const mostPoints = new Keyset('leaderboard', { points: 'integer', id: 'id' }, 'greatest first');

export type Scope = 'FRIENDS' | 'CITY' | 'ALL';

/** Which leaderboard, and for whom. `since`: null for all time. */
export interface Board {
  scope: Scope;
  since: Date | null;
  viewerId: string;
}

const FRIENDS = `SELECT CASE WHEN low_id = $1 THEN high_id ELSE low_id END AS id FROM connection_copies
  WHERE (low_id = $1 OR high_id = $1) AND status = 'ACCEPTED' AND type IN ('FRIEND', 'FAMILY')`;
const BLOCKED = `SELECT CASE WHEN low_id = $1 THEN high_id ELSE low_id END AS id FROM connection_copies
  WHERE (low_id = $1 OR high_id = $1) AND status = 'BLOCKED'`;

/** As a list, so that a few are found by their key. */
const AMONG_FRIENDS = 'ANY (ARRAY(SELECT id FROM friends) || $1::uuid)';

const IN_SCOPE: Record<Scope, string> = {
  FRIENDS: `u.id = ${AMONG_FRIENDS}`,
  CITY: `u.city_key = (SELECT city_key FROM users WHERE id = $1)
    AND (u.id = $1 OR u.location_visibility = 'PUBLIC' OR (u.location_visibility = 'FRIENDS' AND u.id IN (SELECT id FROM friends)))`,
  ALL: 'TRUE',
};

/** Points of whole lives stand on the people; those of a period are summed up. */
const earned = ({ scope, since }: Board) =>
  since === null
    ? { from: 'users u', points: 'u.points' }
    : {
        from: `(SELECT user_id, sum(points)::int AS points FROM deed_changes WHERE at > $2 AND points <> 0
                ${scope === 'FRIENDS' ? `AND user_id = ${AMONG_FRIENDS}` : ''} GROUP BY user_id) e
               JOIN users u ON u.id = e.user_id`,
        points: 'e.points',
      };

/** `friends`, `blocked` and `scored { id, points }`: everybody on the board. */
const board = (board: Board) => {
  const { from, points } = earned(board);
  return `WITH friends AS MATERIALIZED (${FRIENDS}), blocked AS MATERIALIZED (${BLOCKED}), scored AS NOT MATERIALIZED (
    SELECT u.id, ${points} AS points FROM ${from}
    WHERE ${points} > 0 AND u.suspended_at IS NULL AND u.deactivated_at IS NULL AND u.ranked AND ${IN_SCOPE[board.scope]}
      AND (u.suggestible OR u.id = $1 OR u.id IN (SELECT id FROM friends)) AND u.id NOT IN (SELECT id FROM blocked))`;
};

/** $1 is the viewer, $2 since when (any time where all of it counts). */
const valuesOf = ({ viewerId, since }: Board) => [viewerId, since ?? new Date(0)];
const named = (what: string, { scope, since }: Board) => `leaderboard_${what}_${scope}_${since === null ? 'ever' : 'since'}`;

export function entriesStatement(of: Board, page: Page): Statement {
  const { condition, order, values, variant } = mostPoints.sql(page, { points: 's.points', id: 's.id' }, 4);
  return {
    name: `${named('page', of)}_${variant}`,
    text: `${board(of)} SELECT s.id, s.points FROM scored s WHERE $2::timestamptz IS NOT NULL AND ${condition} ORDER BY ${order} LIMIT $3`,
    values: [...valuesOf(of), page.limit + 1, ...values],
  };
}

/** How many are before an entry: `rows`, and of these with more points `greater`. */
export const beforeStatement = (of: Board, { id, points }: { id: string; points: number }): Statement => ({
  name: named('before', of),
  text: `${board(of)} SELECT count(*)::int AS rows, count(*) FILTER (WHERE s.points > $3)::int AS greater FROM scored s
         WHERE $2::timestamptz IS NOT NULL AND (s.points, s.id) > ($3::int, $4::uuid)`,
  values: [...valuesOf(of), points, id],
});

export const viewerStatement = (of: Board): Statement => ({
  name: named('viewer', of),
  text: `${board(of)}, own AS (SELECT id, points FROM scored WHERE id = $1)
         SELECT own.id, own.points, 1 + (SELECT count(*)::int FROM scored s WHERE s.points > (SELECT points FROM own)) AS rank
         FROM own WHERE $2::timestamptz IS NOT NULL`,
  values: valuesOf(of),
});
