import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { rollbackEventInput } from './rollback.input';

export const rollbackResolvers: Resolvers = {
  Mutation: {
    rollbackEvent: mutation('RollbackEventSuccess', rollbackEventInput, async (input, { services }) => ({
      event: await services.rollbacks.rollback(input),
    })),
  },
};
