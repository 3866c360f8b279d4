import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { duplicateEventInput } from './duplicate.input';

export const duplicateResolvers: Resolvers = {
  Mutation: {
    duplicateEvent: mutation('DuplicateEventSuccess', duplicateEventInput, async (input, { services }) => ({
      event: await services.duplicates.duplicate(input),
    })),
  },
};
