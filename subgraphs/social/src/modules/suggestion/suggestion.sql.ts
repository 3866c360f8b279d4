import type { Statement } from '@marquee/platform';
import type { Visibility } from '../../generated/prisma/client';

export interface Candidate {
  id: string;
  mutual: number;
  interests: string[];
  traits: string[];
  latitude: number | null;
  longitude: number | null;
  activityLevel: number;
  interestsVisibility: Visibility;
  locationVisibility: Visibility;
}

const FRIENDS_OF_FRIENDS = 200;
const ALIKE = 100;
/** Of the people who share an interest, so many are looked at to find the most alike: a popular interest has no end. */
const LOOKED_AT = 2_000;

/**
 * The nearest candidates in two ways: friends of friends by the number of mutual friends, and people who publicly share the viewer's
 * interests by how many. Leaves out people who do not want to be suggested, are gone, or have anything open, agreed, refused or blocked
 * with the viewer, or were dismissed by them. One statement; its rows are `Candidate`.
 */
export const candidatesFor = (viewerId: string, interests: readonly string[]): Statement => ({
  name: 'social.suggestion-candidates',
  text: `WITH mutual AS (
           SELECT theirs.friend_id AS id, count(*)::int AS mutual
           FROM friendships mine JOIN friendships theirs ON theirs.user_id = mine.friend_id
           WHERE mine.user_id = $1 AND theirs.friend_id <> $1
           GROUP BY theirs.friend_id),
         settled AS MATERIALIZED (
           SELECT addressee_id AS id FROM connections
           WHERE requester_id = $1 AND status IN ('PENDING', 'ACCEPTED', 'DECLINED', 'BLOCKED')
           UNION
           SELECT requester_id FROM connections
           WHERE addressee_id = $1 AND status IN ('PENDING', 'ACCEPTED', 'DECLINED', 'BLOCKED')
           UNION SELECT blocked_id FROM blocks WHERE blocker_id = $1
           UNION SELECT blocker_id FROM blocks WHERE blocked_id = $1
           UNION SELECT dismissed_id FROM suggestion_dismissals WHERE user_id = $1),
         near AS (
           (SELECT p.id FROM mutual m JOIN people p ON p.id = m.id
            WHERE p.active AND p.suggestible AND NOT EXISTS (SELECT 1 FROM settled s WHERE s.id = p.id)
            ORDER BY m.mutual DESC, p.id LIMIT ${FRIENDS_OF_FRIENDS})
           UNION
           (SELECT a.id FROM (
              SELECT p.id, p.interests FROM people p
              WHERE p.interests && $2::text[] AND p.interests_visibility = 'PUBLIC' AND p.active AND p.suggestible AND p.id <> $1
                AND NOT EXISTS (SELECT 1 FROM settled s WHERE s.id = p.id)
              LIMIT ${LOOKED_AT}) a
            ORDER BY (SELECT count(*) FROM unnest(a.interests) i WHERE i = ANY ($2::text[])) DESC, a.id LIMIT ${ALIKE}))
         SELECT p.id, coalesce(m.mutual, 0) AS mutual, p.interests, p.traits, p.latitude, p.longitude,
                p.activity_level AS "activityLevel", p.interests_visibility AS "interestsVisibility", p.location_visibility AS "locationVisibility"
         FROM near JOIN people p ON p.id = near.id LEFT JOIN mutual m ON m.id = p.id`,
  values: [viewerId, interests],
});
