import { byId, pagesBy, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';
import { countOfEach, pageOfEach, type CountOfOwner } from '../person/person.sql';
import { FOLLOWERS, FOLLOWING, type FollowList } from './follow.sql';

export interface FollowRow {
  ownerId: string;
  id: string;
  createdAt: Date;
}

export const followLoaders = ({ db }: Kept, { viewer }: Caller) => {
  const viewerId = viewer?.id ?? null;
  const pageOf = (list: FollowList) =>
    pagesBy<FollowRow>(
      (ids, page) => db.query(pageOfEach(list, ids, viewerId, page)),
      (row) => row.ownerId,
    );
  const countOf = (list: FollowList) =>
    byId<string, CountOfOwner>(
      (ids) => db.query(countOfEach(list, ids, viewerId)),
      (row) => row.id,
    );
  return {
    followersPage: pageOf(FOLLOWERS),
    followerCountByUserId: countOf(FOLLOWERS),
    followingPage: pageOf(FOLLOWING),
    followingCountByUserId: countOf(FOLLOWING),
    /** A row for each of them whom the viewer follows. */
    followByViewer: byId(
      (ids: readonly string[]) =>
        viewer ? db.prisma.follow.findMany({ where: { followerId: viewer.id, followeeId: { in: [...ids] } } }) : Promise.resolve([]),
      (follow) => follow.followeeId,
    ),
  };
};
