import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { markDeliveredInput, markReadInput, markUnreadInput, pinRoomInput, setRoomNotificationsInput } from './room-member.input';

export const roomMemberResolvers: Resolvers = {
  Mutation: {
    markRead: mutation('MarkReadSuccess', markReadInput, async (input, { services }) => ({
      room: await services.roomMembers.markRead(input),
    })),
    markUnread: mutation('MarkUnreadSuccess', markUnreadInput, async (input, { services }) => ({
      room: await services.roomMembers.markUnread(input),
    })),
    markDelivered: mutation('MarkDeliveredSuccess', markDeliveredInput, async (input, { services }) => ({
      rooms: await services.roomMembers.markDelivered(input),
    })),
    setRoomNotifications: mutation('SetRoomNotificationsSuccess', setRoomNotificationsInput, async (input, { services }) => ({
      room: await services.roomMembers.setNotifications(input),
    })),
    pinRoom: mutation('PinRoomSuccess', pinRoomInput, async (input, { services }) => ({ room: await services.roomMembers.pin(input) })),
    unpinRoom: mutation('UnpinRoomSuccess', pinRoomInput, async (input, { services }) => ({
      room: await services.roomMembers.unpin(input),
    })),
  },
};
