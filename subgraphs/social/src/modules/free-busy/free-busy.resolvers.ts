import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { shareFreeBusyInput } from './free-busy.input';

export const freeBusyResolvers: Resolvers = {
  Mutation: {
    shareFreeBusy: mutation('ShareFreeBusySuccess', shareFreeBusyInput, async (input, { services }) => ({
      group: await services.freeBusy.share(input),
    })),
  },
  Group: { viewerSharesFreeBusy: (group, _, { services }) => services.freeBusy.isSharedWith(group) },
  PollOption: { availability: (option, _, { services }) => services.freeBusy.at(option) },
};
