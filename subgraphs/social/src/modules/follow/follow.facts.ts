import type { Fact } from '@marquee/platform';
import type { PersonFollowed } from '@marquee/schema/topics';

/** Somebody follows somebody, who did not before. */
export const personFollowed = (follow: {
  followerId: string;
  followeeId: string;
  createdAt: Date;
}): Fact<'person.followed', PersonFollowed> => ({
  topic: 'person.followed',
  key: follow.followeeId,
  payload: { followerId: follow.followerId, followeeId: follow.followeeId, followedAt: follow.createdAt.toISOString() },
});
