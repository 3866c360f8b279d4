import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { importEventsInput } from './import.input';

export const importResolvers: Resolvers = {
  Mutation: {
    importEvents: mutation('ImportEventsSuccess', importEventsInput, (input, { services }) => services.imports.import(input)),
  },
  ImportEventsSuccess: {
    records: ({ records }, { first, skip }, { services }) => services.imports.part(records, first ?? 100, skip ?? 0),
  },
  ImportedRecord: {
    // Of a request that was remembered before there were these.
    line: ({ line }) => line ?? null,
    dropped: ({ dropped }) => dropped ?? [],
    event: (record, _, { services }) => services.imports.eventOf(record),
  },
};
