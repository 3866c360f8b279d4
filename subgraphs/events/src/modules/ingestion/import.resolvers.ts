import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { importInput } from './import.input';

export const importResolvers: Resolvers = {
  Mutation: {
    importEvents: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'ImportEventsSuccess', ...(await services.imports.import(parseInput(importInput, input))) })),
  },
  ImportedRecord: {
    event: (record, _, { services }) => services.imports.eventOf(record),
  },
};
