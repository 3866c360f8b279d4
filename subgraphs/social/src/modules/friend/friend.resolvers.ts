import type { Resolvers } from '../../generated/resolvers';

export const friendResolvers: Resolvers = {
  User: {
    friends: ({ id }, args, { services }) => services.friends.ofUser(id, args),
    mutualFriends: ({ id }, args, { services }) => services.friends.mutualWith(id, args),
  },
};
