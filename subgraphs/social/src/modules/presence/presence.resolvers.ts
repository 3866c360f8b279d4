import { refTo, z } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';
import { setPresenceInput } from './presence.input';

export const presenceResolvers: Resolvers = {
  Query: {
    friendsOnline: (_, args, { services }) => services.presence.friendsOnline(args),
  },
  Mutation: {
    heartbeat: mutation('HeartbeatSuccess', z.object({}), async (_, { services }) => ({ presence: await services.presence.heartbeat() })),
    setPresence: mutation('SetPresenceSuccess', setPresenceInput, async (input, { services }) => ({
      presence: await services.presence.set(input),
    })),
  },
  Subscription: {
    presenceChanged: {
      subscribe: (_, { userIds }, { services }) => services.presence.changed(userIds),
      resolve: (presence: ResolversParentTypes['Presence']) => presence,
    },
  },
  User: {
    presence: ({ id }, _, { services }) => services.presence.ofUser(id),
  },
  Presence: {
    user: ({ userId }) => refTo(userId),
  },
};
