import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { followInput } from './follow.input';

export const followResolvers: Resolvers = {
  Mutation: {
    follow: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'FollowSuccess', user: await services.follows.follow(parseInput(followInput, input)) })),
    unfollow: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'FollowSuccess', user: await services.follows.unfollow(parseInput(followInput, input)) })),
  },
  User: {
    followers: ({ id }, args, { services }) => services.follows.followersOf(id, args),
    following: ({ id }, args, { services }) => services.follows.followedBy(id, args),
    viewerFollows: ({ id }, _, { services }) => services.follows.viewerFollows(id),
  },
};
