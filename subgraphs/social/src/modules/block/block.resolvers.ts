import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { blockUserInput } from './block.input';

export const blockResolvers: Resolvers = {
  Query: {
    blockedPeople: (_, args, { services }) => services.blocks.mine(args),
  },
  Mutation: {
    blockUser: (_, { input }, { services }) =>
      settle(async () => {
        const { id, blocked } = await services.blocks.block(parseInput(blockUserInput, input));
        return { __typename: 'BlockUserSuccess', user: { id }, blocked };
      }),
    unblockUser: (_, { input }, { services }) =>
      settle(async () => {
        const { id, blocked } = await services.blocks.unblock(parseInput(blockUserInput, input));
        return { __typename: 'BlockUserSuccess', user: { id }, blocked };
      }),
  },
};
