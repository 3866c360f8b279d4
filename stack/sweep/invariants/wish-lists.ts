import { none, type Invariant } from './invariant';

/** Wish-lists: shared among friends alone, and within their bounds. */
export const wishListInvariants: readonly Invariant[] = [
  none(
    'a wish-list is shared with friends of its owner, with 20 at most, and has 200 events at most',
    'social',
    `SELECT w.id FROM wish_lists w WHERE
       EXISTS (SELECT 1 FROM wish_list_people s WHERE s.list_id = w.id
               AND NOT EXISTS (SELECT 1 FROM friendships f WHERE f.user_id = w.owner_id AND f.friend_id = s.user_id))
       OR (SELECT count(*) FROM wish_list_people s WHERE s.list_id = w.id) > 20
       OR (SELECT count(*) FROM wish_list_items i WHERE i.list_id = w.id) > 200`,
  ),
  none(
    'nobody who was erased has a wish-list, is on one or has put anything on one',
    'social',
    `SELECT p.id FROM people p WHERE p.erased AND (EXISTS (SELECT 1 FROM wish_lists w WHERE w.owner_id = p.id)
       OR EXISTS (SELECT 1 FROM wish_list_people s WHERE s.user_id = p.id) OR EXISTS (SELECT 1 FROM wish_list_items i WHERE i.added_by = p.id))`,
  ),
];
