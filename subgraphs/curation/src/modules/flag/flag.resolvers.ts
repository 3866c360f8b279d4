import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { flagEventInput, withdrawFlagInput } from './flag.input';

export const flagResolvers: Resolvers = {
  Mutation: {
    flagEvent: mutation('FlagEventSuccess', flagEventInput, async (input, { services }) => ({ flag: await services.flags.raise(input) })),
    withdrawFlag: mutation('WithdrawFlagSuccess', withdrawFlagInput, async (input, { services }) => ({
      flag: await services.flags.withdraw(input),
    })),
  },
  Flag: {
    __resolveReference: ({ id }, { services }) => services.flags.byId(id),
    event: ({ eventId }) => refTo(eventId),
    flagger: ({ flaggerId }, _args, { services }) => (services.flags.judges ? refTo(flaggerId) : null),
    weight: ({ weight }, _args, { services }) => (services.flags.judges ? weight : null),
  },
};
