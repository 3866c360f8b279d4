import { Keyset } from '@marquee/platform';
import { notBlocked, type ListOfEach } from '../person/person.sql';

export type FriendList = ListOfEach<'since' | 'id'>;

const COLUMNS = { since: 'f.since', id: 'f.friend_id' };
const SELECT = 'f.user_id AS "ownerId", f.friend_id AS id, f.since';

export const FRIENDS: FriendList = {
  name: 'friends',
  keyset: new Keyset('friends', { since: 'time', id: 'id' }, 'greatest first'),
  columns: COLUMNS,
  select: SELECT,
  from: `FROM friendships f WHERE f.user_id = o.id AND ${notBlocked('f.friend_id', '$2')}`,
};

/** Nobody among them is in a block with the viewer: a block ends the friendship. */
export const MUTUAL_FRIENDS: FriendList = {
  name: 'mutual-friends',
  keyset: new Keyset('mutualFriends', { since: 'time', id: 'id' }, 'greatest first'),
  columns: COLUMNS,
  select: SELECT,
  from: `FROM friendships f JOIN friendships mine ON mine.user_id = $2::uuid AND mine.friend_id = f.friend_id WHERE f.user_id = o.id`,
};
