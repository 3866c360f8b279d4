import { none, type Invariant } from './invariant';

/** What people have earned is the sum of what is listed, and each deed is listed as counted once or not at all. */
export const standingInvariants: readonly Invariant[] = [
  none(
    'points are the sum of the deeds',
    'users',
    `SELECT u.id, u.points, coalesce(d.points, 0) AS listed FROM users u
     LEFT JOIN (SELECT user_id, sum(points)::int AS points FROM deed_changes GROUP BY user_id) d ON d.user_id = u.id
     WHERE u.points <> coalesce(d.points, 0)`,
  ),
  none(
    'a deed is counted once or not at all',
    'users',
    'SELECT user_id, deed, source_id FROM deed_changes GROUP BY user_id, deed, source_id HAVING sum(change) NOT IN (0, 1)',
  ),
  none(
    'badges are those that were earned',
    'users',
    `SELECT u.id, u.badges FROM users u
     WHERE (SELECT count(*) FROM earned_badges b WHERE b.user_id = u.id AND b.badge = ANY (u.badges)) <> coalesce(cardinality(u.badges), 0)
        OR EXISTS (SELECT 1 FROM earned_badges b WHERE b.user_id = u.id AND NOT b.badge = ANY (u.badges))`,
  ),
];
