import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { followShareInput, shareEventInput } from './share.input';

export const shareResolvers: Resolvers = {
  Mutation: {
    shareEvent: mutation('ShareEventSuccess', shareEventInput, (input, { services }) => services.shares.share(input)),
    followShare: mutation('FollowShareSuccess', followShareInput, (input, { services }) => services.shares.follow(input)),
  },
  Event: {
    engagement: (event) => event,
    shareSources: (event, _, { services }) => services.shares.sourcesOf(event),
  },
  EventEngagement: {
    interested: async ({ id }, _, { loaders }) => (await loaders.countsByEventId.load(id))?.interested ?? 0,
    attending: async ({ id }, _, { loaders }) => (await loaders.countsByEventId.load(id))?.going ?? 0,
    likes: async ({ id }, _, { loaders }) => (await loaders.likesByEventId.load(id))?.count ?? 0,
    saves: async ({ id }, _, { loaders }) => (await loaders.savesByEventId.load(id))?.count ?? 0,
    shares: async ({ id }, _, { loaders }) => (await loaders.engagementByEventId.load(id))?.shares ?? 0,
    visits: async ({ id }, _, { loaders }) => (await loaders.engagementByEventId.load(id))?.visits ?? 0,
    views: async ({ id }, _, { loaders }) => (await loaders.engagementByEventId.load(id))?.views ?? 0,
    clicks: async ({ id }, _, { loaders }) => (await loaders.engagementByEventId.load(id))?.clicks ?? 0,
    impressions: async ({ id }, _, { loaders }) => (await loaders.engagementByEventId.load(id))?.impressions ?? 0,
  },
};
