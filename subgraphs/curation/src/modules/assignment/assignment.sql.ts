import type { Statement } from '@marquee/platform';

/** To whom work is assigned, and what they have: those who are available and still judge. */
export const assignees = (now: Date): Statement => ({
  name: 'assignees',
  text: `SELECT p.user_id AS "userId", c.role, p.capacity, p.categories, p.cities, p.languages,
      (SELECT count(*)::int FROM queue_entries q WHERE q.curator_id = p.user_id AND q.claimed_until > $1::timestamptz) AS load
    FROM curator_profiles p JOIN person_copies c ON c.user_id = p.user_id
    WHERE p.available AND c.active AND c.erased_at IS NULL AND c.role IN ('curator', 'moderator', 'admin')`,
  values: [now],
});

/** What each of these people has now. */
export const loads = (userIds: readonly string[], now: Date): Statement => ({
  name: 'loads_of_curators',
  text: `SELECT curator_id AS "userId", count(*)::int AS load FROM queue_entries
    WHERE curator_id = ANY ($1::uuid[]) AND claimed_until > $2::timestamptz GROUP BY curator_id`,
  values: [[...userIds], now],
});
