import { Keyset } from '@marquee/platform';
import { notBlocked, type ListOfEach } from '../person/person.sql';

export type FollowList = ListOfEach<'createdAt' | 'id'>;
type Side = 'follower_id' | 'followee_id';

const listOf = (name: string, owner: Side, other: Side): FollowList => ({
  name,
  keyset: new Keyset(name, { createdAt: 'time', id: 'id' }, 'greatest first'),
  columns: { createdAt: 'f.created_at', id: `f.${other}` },
  select: `f.${owner} AS "ownerId", f.${other} AS id, f.created_at AS "createdAt"`,
  from: `FROM follows f WHERE f.${owner} = o.id AND ${notBlocked(`f.${other}`, '$2')}`,
});

export const FOLLOWERS = listOf('followers', 'followee_id', 'follower_id');
export const FOLLOWING = listOf('following', 'follower_id', 'followee_id');
