import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { blockUserInput, unblockUserInput } from './block.input';

export const blockResolvers: Resolvers = {
  Query: {
    blockedPeople: (_, args, { services }) => services.blocks.mine(args),
  },
  Mutation: {
    blockUser: mutation('BlockUserSuccess', blockUserInput, async (input, { services }) => ({
      user: refTo(await services.blocks.block(input)),
    })),
    unblockUser: mutation('UnblockUserSuccess', unblockUserInput, async (input, { services }) => {
      const userId = await services.blocks.unblock(input);
      return { user: refTo(userId), deletedId: userId };
    }),
  },
};
