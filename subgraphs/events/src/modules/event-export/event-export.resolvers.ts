import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { exportEventsInput } from './event-export.input';

export const eventExportResolvers: Resolvers = {
  Query: { eventExport: (_, { id }, { services }) => services.eventExports.byId(id) },
  Mutation: {
    exportEvents: mutation('ExportEventsSuccess', exportEventsInput, async (input, { services }) => ({
      export: await services.eventExports.start(input),
    })),
  },
  EventExport: {
    state: (work, _, { services }) => services.eventExports.state(work),
    format: (work, _, { services }) => services.eventExports.format(work),
    url: (work, _, { services }) => services.eventExports.url(work),
    expiresAt: (work, _, { services }) => services.eventExports.expiresAt(work),
  },
};
