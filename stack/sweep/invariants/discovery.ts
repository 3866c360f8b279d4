import { none, type Invariant } from './invariant';

/** What is written down of people, what they keep, and places that are one. */
export const discoveryInvariants: readonly Invariant[] = [
  none(
    'nothing of what they did is written down of who was erased, or switched it off',
    'events',
    `SELECT p.id FROM people p WHERE (p.erased OR EXISTS (SELECT 1 FROM personalization_choices c WHERE c.user_id = p.id AND NOT c.enabled))
       AND (EXISTS (SELECT 1 FROM interactions i WHERE i.user_id = p.id) OR EXISTS (SELECT 1 FROM person_periods a WHERE a.user_id = p.id))`,
  ),
  none(
    'a deed is written down once by the name that its client gave it',
    'events',
    `SELECT actor_id, client_id, count(*)::int FROM interactions GROUP BY 1, 2 HAVING count(*) > 1 AND max(at) - min(at) < interval '2 days'`,
  ),
  none(
    'nobody who was erased keeps a search, and nobody more than a plan has ever let them',
    'events',
    `SELECT s.user_id::text FROM saved_searches s JOIN people p ON p.id = s.user_id WHERE p.erased
     UNION ALL SELECT user_id::text FROM saved_searches GROUP BY user_id HAVING count(*) > CASE WHEN EXISTS (SELECT FROM plans p WHERE p.user_id = saved_searches.user_id) THEN 200 ELSE 50 END`,
  ),
  none(
    'what a saved search found belongs to a look of that search, and is told to be gone only when it is',
    'events',
    `SELECT m.search_id FROM saved_search_matches m JOIN saved_search_looks l ON l.id = m.look_id WHERE l.search_id <> m.search_id OR (m.settled AND NOT m.gone)`,
  ),
  none(
    'nobody has found an event of their own by a saved search',
    'events',
    `SELECT m.search_id FROM saved_search_matches m JOIN saved_searches s ON s.id = m.search_id JOIN events e ON e.id = m.event_id WHERE e.creator_id = s.user_id`,
  ),
  none(
    'an organiser is rated by what guests said of each of their events, once',
    'events',
    `SELECT coalesce(r.owner_id, t.owner) AS owner, r.rated_sum, t.sum FROM organizer_ratings r
     FULL JOIN (SELECT rated_owner_id AS owner, sum(rating * review_count) AS sum, sum(review_count) AS count FROM event_standings
       WHERE rated_owner_id IS NOT NULL GROUP BY 1) t ON t.owner = r.owner_id
     WHERE coalesce(r.review_count, 0) <> coalesce(t.count, 0) OR abs(coalesce(r.rated_sum, 0) - coalesce(t.sum, 0)) > 1e-6
     UNION ALL SELECT r.owner_id, r.rated_sum, NULL FROM organizer_ratings r JOIN people p ON p.id = r.owner_id WHERE p.erased`,
  ),
  none(
    "a shared link is its person's alone, one for each channel, and goes with them",
    'events',
    `SELECT h.token FROM event_shares h JOIN people p ON p.id = h.user_id WHERE p.erased
     UNION ALL SELECT min(token) FROM event_shares GROUP BY event_id, user_id, channel HAVING count(*) > 1`,
  ),
  none(
    'a place that was merged leads to one that was not',
    'events',
    `SELECT v.id FROM venues v JOIN venues i ON i.id = v.merged_into WHERE i.merged_into IS NOT NULL OR i.scope <> 'shared'`,
  ),
  none(
    'no more people are inside than were let in, and the count is the sum of the answers',
    'events',
    `SELECT c.event_id FROM attendance_counts c LEFT JOIN (SELECT event_id, sum(inside) AS inside, sum(admitted) AS admitted FROM attendances GROUP BY 1) a ON a.event_id = c.event_id
     WHERE c.inside <> coalesce(a.inside, 0) OR c.checked_in <> coalesce(a.admitted, 0) OR c.inside > c.checked_in`,
  ),
];
