import { byId, pagesBy, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';
import { countOfEach, pageOfEach, type CountOfOwner } from '../person/person.sql';
import { FRIENDS, MUTUAL_FRIENDS, type FriendList } from './friend.sql';

export interface FriendRow {
  ownerId: string;
  id: string;
  since: Date;
}

export const friendLoaders = ({ db }: Kept, { viewer }: Caller) => {
  const viewerId = viewer?.id ?? null;
  const pageOf = (list: FriendList) =>
    pagesBy<FriendRow>(
      (ids, page) => db.query(pageOfEach(list, ids, viewerId, page)),
      (row) => row.ownerId,
    );
  const countOf = (list: FriendList) =>
    byId<string, CountOfOwner>(
      (ids) => db.query(countOfEach(list, ids, viewerId)),
      (row) => row.id,
    );
  return {
    friendsPage: pageOf(FRIENDS),
    friendCountByUserId: countOf(FRIENDS),
    mutualFriendsPage: pageOf(MUTUAL_FRIENDS),
    mutualFriendCountByUserId: countOf(MUTUAL_FRIENDS),
  };
};
