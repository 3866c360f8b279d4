import type { Resolvers } from '../../generated/resolvers';
import type { PresenceView } from './presence.types';

export const presenceResolvers: Resolvers = {
  Mutation: {
    heartbeat: (_, __, { services }) => services.presence.heartbeat(),
    setPresence: (_, { state }, { services }) => services.presence.set(state),
  },
  Subscription: {
    presenceChanged: {
      subscribe: (_, { userIds }, { services }) => services.presence.changed(userIds),
      resolve: (presence: PresenceView) => presence,
    },
  },
  User: {
    presence: ({ id }, _, { services }) => services.presence.of(id),
  },
  Presence: {
    user: ({ userId }) => ({ id: userId }),
  },
};
