import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { PARTIES } from '../erasure/erasure-blockers';
import { requestDataExportInput } from './export.input';

export const exportResolvers: Resolvers = {
  Query: {
    dataExport: (_, { token }, { services }) => services.exports.byToken(token),
  },
  Mutation: {
    requestDataExport: mutation('RequestDataExportSuccess', requestDataExportInput, async (input, { services }) => ({
      dataExport: await services.exports.request(input),
    })),
  },
  Viewer: {
    dataExports: ({ user }, _, { services }) => services.exports.ofViewer(user.id),
  },
  DataExport: {
    partsReady: ({ parts }) =>
      PARTIES.filter((party) => parts.some((part) => part.party === party)).map((party) => party.toUpperCase() as never),
    expiresAt: (row, _, { services }) => services.exports.expiresAt(row),
    downloadUrl: (row, _, { services }) => services.exports.downloadUrl(row),
  },
};
