import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { refTo } from '../person/person.types';
import { banFromRoomInput, markReadInput, openDirectRoomInput } from './room.input';

export const roomResolvers: Resolvers = {
  Query: {
    chatRoom: (_, { id }, { services }) => services.rooms.find(id),
    chatRooms: (_, args, { services }) => services.rooms.mine(args),
  },
  Mutation: {
    openDirectRoom: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'OpenDirectRoomSuccess',
        room: await services.rooms.openDirect(parseInput(openDirectRoomInput, input)),
      })),
    markRead: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'MarkReadSuccess', room: await services.rooms.markRead(parseInput(markReadInput, input)) })),
    banFromRoom: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'BanFromRoomSuccess', room: await services.rooms.ban(parseInput(banFromRoomInput, input)) })),
  },
  Event: {
    chatRoom: ({ id }, _, { services }) => services.rooms.ofEvent(id),
  },
  ChatRoom: {
    __resolveReference: ({ id }, { services }) => services.rooms.find(id),
    event: ({ eventId }) => refTo(eventId),
    group: ({ groupId }, _, { services }) => (groupId === null ? null : services.groups.find(groupId)),
    otherPerson: (room, _, { services }) => refTo(services.rooms.otherPerson(room)),
    lastMessage: (room, _, { services }) => services.rooms.lastMessage(room),
    unreadCount: ({ lastSequence, lastReadSequence }) => lastSequence - lastReadSequence,
    viewerRights: (room) => room,
    members: (room, args, { services }) => services.rooms.members(room, args),
    messages: (room, args, { services }) => services.messages.page(room, args),
  },
  ChatRoomRights: {
    maySpeak: (room, _, { services }) => services.rooms.maySpeak(room),
  },
  ChatRoomMember: {
    user: ({ userId }) => ({ id: userId }),
  },
};
