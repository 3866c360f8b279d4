import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { exportGuestsInput } from './guest-export.input';

export const guestExportResolvers: Resolvers = {
  Query: { guestExport: (_, { id }, { services }) => services.guestExports.byId(id) },
  Mutation: {
    exportGuests: mutation('ExportGuestsSuccess', exportGuestsInput, async (input, { services }) => ({
      export: await services.guestExports.start(input),
    })),
  },
  GuestExport: {
    state: (work, _, { services }) => services.guestExports.state(work),
    url: (work, _, { services }) => services.guestExports.url(work),
    expiresAt: (work, _, { services }) => services.guestExports.expiresAt(work),
  },
};
