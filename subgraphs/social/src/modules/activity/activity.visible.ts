import { notBlocked } from '../block/block.sql';

/**
 * SQL: may the viewer see item `a`? `viewer` is a parameter (null for a visitor), `isFriend` tells whether the actor is a friend of theirs.
 * - The item's visibility; of a new friend it is that of the actor's list of friends as it is now.
 * - An event that is not listed to everybody is known to its organiser, its guests, and the group it is for; one that flags hide, to the
 *   organiser and the guests alone.
 * - A group that is not public, and a friend in a block with the viewer, make no item.
 */
export const visibleItem = (viewer: string, isFriend: string) => `
  EXISTS (
    SELECT 1 FROM people p WHERE p.id = a.actor_id AND p.active AND (
      a.actor_id = ${viewer}::uuid
      OR (CASE a.type WHEN 'FRIEND_JOINED' THEN p.friends_visibility ELSE a.visibility END) = 'PUBLIC'
      OR ((CASE a.type WHEN 'FRIEND_JOINED' THEN p.friends_visibility ELSE a.visibility END) = 'FRIENDS' AND ${isFriend})))
  AND (a.event_id IS NULL OR EXISTS (
    SELECT 1 FROM known_events e
    WHERE e.id = a.event_id AND NOT e.deleted AND e.status IN ('PUBLISHED', 'COMPLETED', 'CANCELLED') AND (
      (e.visibility = 'PUBLIC' AND NOT e.hidden) OR e.creator_id = ${viewer}::uuid
      OR EXISTS (SELECT 1 FROM attendances t WHERE t.event_id = e.id AND t.user_id = ${viewer}::uuid AND t.status NOT IN ('NOT_GOING', 'CANCELLED'))
      OR (e.visibility = 'GROUP_ONLY' AND NOT e.hidden
          AND EXISTS (SELECT 1 FROM group_members gm WHERE gm.group_id = e.group_id AND gm.user_id = ${viewer}::uuid AND gm.active)))))
  AND (a.group_id IS NULL OR EXISTS (
    SELECT 1 FROM groups g WHERE g.id = a.group_id AND g.closed_at IS NULL AND g.privacy = 'PUBLIC'))
  AND (a.friend_id IS NULL OR (
    EXISTS (SELECT 1 FROM people f WHERE f.id = a.friend_id AND f.active) AND ${notBlocked('a.friend_id', viewer)}))`;
