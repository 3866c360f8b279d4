import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';
import { shareLocationInput, startSharingLocationInput, stopSharingLocationInput } from './location-share.input';

export const locationShareResolvers: Resolvers = {
  Query: {
    friendLocations: (_, { eventId }, { services }) => services.locationShares.ofFriends(eventId),
    viewerLocationShare: (_, _args, { services }) => services.locationShares.own(),
  },
  Mutation: {
    startSharingLocation: mutation('StartSharingLocationSuccess', startSharingLocationInput, async (input, { services }) => ({
      share: await services.locationShares.start(input),
    })),
    shareLocation: mutation('ShareLocationSuccess', shareLocationInput, async (input, { services }) => ({
      share: await services.locationShares.position(input),
    })),
    stopSharingLocation: mutation('StopSharingLocationSuccess', stopSharingLocationInput, async (input, { services }) => ({
      deletedId: await services.locationShares.stop(input),
    })),
  },
  Subscription: {
    friendLocationsChanged: {
      subscribe: (_, { eventId }, { services }) => services.locationShares.changed(eventId),
      resolve: (share: ResolversParentTypes['LocationShare']) => share,
    },
  },
  LocationShare: {
    user: ({ userId }) => refTo(userId),
    event: ({ eventId }) => refTo(eventId),
    position: ({ latitude, longitude, accuracyMeters, positionedAt: at }) =>
      at === null || latitude === null || longitude === null ? null : { latitude, longitude, accuracyMeters, at },
  },
};
