import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { blockUserInput } from './block.input';

export const blockResolvers: Resolvers = {
  Query: {
    blockedPeople: (_, args, { services }) => services.blocks.mine(args),
  },
  Mutation: {
    blockUser: mutation('BlockUserSuccess', blockUserInput, async (input, { services }) => {
      const { id, blocked } = await services.blocks.block(input);
      return { user: { id }, blocked };
    }),
    unblockUser: mutation('BlockUserSuccess', blockUserInput, async (input, { services }) => {
      const { id, blocked } = await services.blocks.unblock(input);
      return { user: { id }, blocked };
    }),
  },
};
