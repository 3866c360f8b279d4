import type { Database } from '../../db';
import type { Visibility } from '../../generated/prisma/client';
import { notBlocked } from '../block/block.sql';

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
 * interests by how many. Leaves out whoever does not want to be suggested, is gone, or has anything open, agreed, refused or blocked with
 * the viewer. One statement.
 */
export const candidatesFor = (db: Database, viewerId: string, interests: readonly string[]): Promise<Candidate[]> =>
  db.query<Candidate>({
    name: 'social.suggestion-candidates',
    text: `WITH mutual AS (
             SELECT theirs.friend_id AS id, count(*)::int AS mutual
             FROM friendships mine JOIN friendships theirs ON theirs.user_id = mine.friend_id
             WHERE mine.user_id = $1 AND theirs.friend_id <> $1
             GROUP BY theirs.friend_id),
           suggestible AS (
             SELECT p.* FROM people p
             WHERE p.active AND p.suggestible AND p.id <> $1
               AND NOT EXISTS (
                 SELECT 1 FROM connections c
                 WHERE least(c.requester_id, c.addressee_id) = least(p.id, $1::uuid)
                   AND greatest(c.requester_id, c.addressee_id) = greatest(p.id, $1::uuid)
                   AND c.status IN ('PENDING', 'ACCEPTED', 'DECLINED', 'BLOCKED'))
               AND ${notBlocked('p.id', '$1')}),
           near AS (
             (SELECT s.id FROM mutual m JOIN suggestible s ON s.id = m.id ORDER BY m.mutual DESC, s.id LIMIT ${FRIENDS_OF_FRIENDS})
             UNION
             (SELECT a.id FROM (
                SELECT s.id, s.interests FROM suggestible s
                WHERE s.interests && $2::text[] AND s.interests_visibility = 'PUBLIC' LIMIT ${LOOKED_AT}) a
              ORDER BY (SELECT count(*) FROM unnest(a.interests) i WHERE i = ANY ($2::text[])) DESC, a.id LIMIT ${ALIKE}))
           SELECT p.id, coalesce(m.mutual, 0) AS mutual, p.interests, p.traits, p.latitude, p.longitude,
                  p.activity_level AS "activityLevel", p.interests_visibility AS "interestsVisibility", p.location_visibility AS "locationVisibility"
           FROM near JOIN people p ON p.id = near.id LEFT JOIN mutual m ON m.id = p.id`,
    values: [viewerId, interests],
  });
