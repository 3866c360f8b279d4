import { parseInput } from '@marquee/platform';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';
import { syncInput } from './inbox.input';

export const inboxResolvers: Resolvers = {
  Query: {
    sync: (_, args, { services }) => services.inbox.sync(parseInput(syncInput, args)),
  },
  Subscription: {
    roomsChanged: {
      subscribe: (_, { since }, { services }) => services.inbox.changed(since),
      resolve: (change: ResolversParentTypes['RoomsChanged']) => change,
    },
  },
  RoomsChanged: {
    rooms: ({ roomIds }, _, { services }) => services.inbox.rooms(roomIds),
  },
  RoomSync: { __resolveType: ({ type }) => type },
};
