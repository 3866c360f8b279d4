import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { flagEventInput } from './flag.input';

export const flagResolvers: Resolvers = {
  Mutation: {
    flagEvent: mutation('FlagEventSuccess', flagEventInput, async (input, { services }) => ({ flag: await services.flags.raise(input) })),
  },
  Flag: {
    __resolveReference: ({ id }, { services }) => services.flags.byId(id),
    event: ({ eventId }) => refTo(eventId),
    flagger: ({ flaggerId }) => refTo(flaggerId),
  },
};
