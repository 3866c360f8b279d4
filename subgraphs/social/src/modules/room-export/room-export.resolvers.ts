import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { exportRoomInput } from './room-export.input';

export const roomExportResolvers: Resolvers = {
  Query: { roomExport: (_, { id }, { services }) => services.roomExports.byId(id) },
  Mutation: {
    exportRoom: mutation('ExportRoomSuccess', exportRoomInput, async (input, { services }) => ({
      export: await services.roomExports.start(input),
    })),
  },
  RoomExport: {
    room: (work, _, { services }) => services.roomExports.room(work),
    state: (work, _, { services }) => services.roomExports.state(work),
    format: (work, _, { services }) => services.roomExports.format(work),
    through: (work, _, { services }) => services.roomExports.through(work),
    url: (work, _, { services }) => services.roomExports.url(work),
    expiresAt: (work, _, { services }) => services.roomExports.expiresAt(work),
  },
};
