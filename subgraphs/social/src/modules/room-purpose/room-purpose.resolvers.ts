import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { openRoomInput } from './room-purpose.input';

export const roomPurposeResolvers: Resolvers = {
  Mutation: {
    openRoom: mutation('OpenRoomSuccess', openRoomInput, async (input, { services }) => ({
      room: await services.roomPurposes.open(input),
    })),
  },
  Event: {
    chatRooms: ({ id }, _, { services }) => services.roomPurposes.ofEvent(id),
  },
  Group: {
    chatRooms: ({ id }, _, { services }) => services.roomPurposes.ofGroup(id),
  },
};
