import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { curatorProfileInput } from './assignment.input';

export const assignmentResolvers: Resolvers = {
  Query: {
    myCuratorProfile: (_root, _args, { services }) => services.assignments.mine(),
    curatorProfiles: (_root, { category, ...page }, { services }) => services.assignments.page(page, category ?? null),
  },
  Mutation: {
    setCuratorProfile: mutation('SetCuratorProfileSuccess', curatorProfileInput, async (input, { services }) => ({
      profile: await services.assignments.set(input),
    })),
  },
  CuratorProfile: {
    curator: ({ userId }) => refTo(userId),
    load: (profile, _args, { services }) => services.assignments.load(profile),
  },
};
