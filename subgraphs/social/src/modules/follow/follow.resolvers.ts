import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { followInput, removeFollowerInput, unfollowInput } from './follow.input';

export const followResolvers: Resolvers = {
  Mutation: {
    follow: mutation('FollowSuccess', followInput, async (input, { services }) => ({ user: refTo(await services.follows.follow(input)) })),
    unfollow: mutation('UnfollowSuccess', unfollowInput, async (input, { services }) => {
      const userId = await services.follows.unfollow(input);
      return { user: refTo(userId), deletedId: userId };
    }),
    removeFollower: mutation('RemoveFollowerSuccess', removeFollowerInput, async (input, { services }) => ({
      deletedId: await services.follows.removeFollower(input),
    })),
  },
  User: {
    followers: ({ id }, args, { services }) => services.follows.followersOf(id, args),
    following: ({ id }, args, { services }) => services.follows.followedBy(id, args),
    viewerFollows: ({ id }, _, { services }) => services.follows.viewerFollows(id),
  },
};
