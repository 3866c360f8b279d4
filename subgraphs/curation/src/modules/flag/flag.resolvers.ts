import { settle } from '@marquee/platform';
import type { FlagResolvers, MutationResolvers, Resolvers } from '../../generated/resolvers';

const Mutation: MutationResolvers = {
  flagEvent: (_root, { input }, { services }) =>
    settle(async () => ({ __typename: 'FlagEventSuccess' as const, flag: await services.flags.raise(input) })),
};

const Flag: FlagResolvers = {
  __resolveReference: ({ id }, { services }) => services.flags.visible(id),
  event: ({ eventId }) => ({ id: eventId }),
  flagger: ({ flaggerId }) => (flaggerId ? { id: flaggerId } : null),
};

export const flagResolvers: Resolvers = { Mutation, Flag };
