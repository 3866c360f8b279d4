import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { FlagResolvers, MutationResolvers, Resolvers } from '../../generated/resolvers';
import { flagEventInput } from './flag.input';

const Mutation: MutationResolvers = {
  flagEvent: mutation('FlagEventSuccess', flagEventInput, async (input, { services }) => ({ flag: await services.flags.raise(input) })),
};

const Flag: FlagResolvers = {
  __resolveReference: ({ id }, { services }) => services.flags.byId(id),
  event: ({ eventId }) => refTo(eventId),
  flagger: ({ flaggerId }) => refTo(flaggerId),
};

export const flagResolvers: Resolvers = { Mutation, Flag };
