import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { addToRoomInput, createRoomInput, leaveRoomInput, roomPersonInput, updateRoomInput } from './people-room.input';

export const peopleRoomResolvers: Resolvers = {
  Mutation: {
    createRoom: mutation('CreateRoomSuccess', createRoomInput, (input, { services }) => services.peopleRooms.create(input)),
    updateRoom: mutation('UpdateRoomSuccess', updateRoomInput, async (input, { services }) => ({
      room: await services.peopleRooms.update(input),
    })),
    addToRoom: mutation('AddToRoomSuccess', addToRoomInput, (input, { services }) => services.peopleRooms.add(input)),
    removeFromRoom: mutation('RemoveFromRoomSuccess', roomPersonInput, async (input, { services }) => ({
      room: await services.peopleRooms.remove(input),
    })),
    leaveRoom: mutation('LeaveRoomSuccess', leaveRoomInput, async (input, { services }) => ({
      deletedId: await services.peopleRooms.leave(input),
    })),
    transferRoom: mutation('TransferRoomSuccess', roomPersonInput, async (input, { services }) => ({
      room: await services.peopleRooms.transfer(input),
    })),
  },
};
