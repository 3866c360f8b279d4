import { none, type Invariant } from './invariant';

/** Posts: nobody's who was erased, and comments of two levels. */
export const postInvariants: readonly Invariant[] = [
  none(
    'nobody who was erased has written, liked or hidden a post',
    'social',
    `SELECT p.id FROM people p WHERE p.erased AND (
       EXISTS (SELECT 1 FROM posts w WHERE w.author_id = p.id) OR EXISTS (SELECT 1 FROM post_comments c WHERE c.author_id = p.id)
       OR EXISTS (SELECT 1 FROM post_likes l WHERE l.user_id = p.id) OR EXISTS (SELECT 1 FROM post_hides h WHERE h.user_id = p.id))`,
  ),
  none(
    'an answer answers a comment of the first level on the same post',
    'social',
    `SELECT c.id FROM post_comments c JOIN post_comments a ON a.id = c.parent_id WHERE a.parent_id IS NOT NULL OR a.post_id <> c.post_id`,
  ),
  none(
    'no post stands in a group and about an event, and none shares one that shares another',
    'social',
    `SELECT p.id FROM posts p LEFT JOIN posts s ON s.id = p.shared_post_id
     WHERE (p.group_id IS NOT NULL AND p.event_id IS NOT NULL) OR s.shared_post_id IS NOT NULL`,
  ),
];
