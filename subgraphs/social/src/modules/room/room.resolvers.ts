import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { openDirectRoomInput, respondToMessageRequestInput } from './room.input';

export const roomResolvers: Resolvers = {
  Query: {
    chatRoom: (_, { id }, { services }) => services.rooms.byId(id),
    chatRooms: (_, args, { services }) => services.rooms.mine(args),
  },
  Mutation: {
    openDirectRoom: mutation('OpenDirectRoomSuccess', openDirectRoomInput, async (input, { services }) => ({
      room: await services.directRooms.open(input),
    })),
    respondToMessageRequest: mutation('RespondToMessageRequestSuccess', respondToMessageRequestInput, async (input, { services }) => {
      const room = await services.directRooms.respond(input);
      return { room, deletedId: room ? null : input.roomId };
    }),
  },
  Event: {
    chatRoom: ({ id }, _, { services }) => services.rooms.ofEvent(id),
  },
  ChatRoom: {
    __resolveReference: ({ id }, { services }) => services.rooms.byId(id),
    event: ({ eventId }) => refTo(eventId),
    group: ({ groupId }, _, { services }) => (groupId === null ? null : services.groups.byId(groupId)),
    otherPerson: (room, _, { services }) => refTo(services.rooms.otherPerson(room)),
    lastMessage: (room, _, { services }) => services.rooms.lastMessage(room),
    unreadCount: (room, _, { services }) => services.rooms.unreadCount(room),
    mentionCount: (room, _, { services }) => services.rooms.mentionCount(room),
    viewerState: (room) => room,
    request: (room, _, { services }) => services.rooms.request(room),
    viewerRights: (room) => room,
    members: (room, args, { services }) => services.rooms.members(room, args),
    messages: (room, args, { services }) => services.messages.page(room, args),
  },
  ChatRoomMember: {
    user: ({ userId }) => refTo(userId),
  },
};
