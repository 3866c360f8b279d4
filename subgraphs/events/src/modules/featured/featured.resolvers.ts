import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { featureEventInput } from './featured.input';

export const featuredResolvers: Resolvers = {
  Query: {
    featuredEvents: (_, args, { services }) => services.featured.list(args),
  },
  Mutation: {
    featureEvent: mutation('FeatureEventSuccess', featureEventInput, async (input, { services }) => ({
      event: await services.featured.feature(input),
    })),
  },
};
