import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { importEventsInput } from './import.input';

export const importResolvers: Resolvers = {
  Mutation: {
    importEvents: mutation('ImportEventsSuccess', importEventsInput, (input, { services }) => services.imports.import(input)),
  },
  ImportedRecord: {
    event: (record, _, { services }) => services.imports.eventOf(record),
  },
};
