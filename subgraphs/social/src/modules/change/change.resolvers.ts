import { refTo } from '@marquee/platform';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';
import { CHANGE_TYPES } from './change-types';

export const changeResolvers: Resolvers = {
  Subscription: {
    roomChanged: {
      subscribe: (_, { roomId, since }, { services }) => services.roomChanges.changed(roomId, since),
      resolve: (change: ResolversParentTypes['RoomChange']) => change,
    },
  },
  RoomChange: { __resolveType: ({ kind }) => CHANGE_TYPES[kind] },
  MessageAdded: { change: ({ number }) => number, added: ({ message }) => message },
  MessageEdited: { change: ({ number }) => number, edited: ({ message }) => message },
  MessageDeleted: { change: ({ number }) => number, deleted: ({ message }) => message },
  ReactionsChanged: { change: ({ number }) => number, reacted: ({ message }) => message },
  PinChanged: { change: ({ number }) => number, pinned: ({ message }) => message },
  MemberRead: {
    change: ({ number }) => number,
    user: async (change, _, { services }) => refTo(await services.roomChanges.personOf(change)),
  },
  MemberDelivered: {
    change: ({ number }) => number,
    user: async (change, _, { services }) => refTo(await services.roomChanges.personOf(change)),
  },
  RoomMemberChanged: {
    change: ({ number }) => number,
    user: async (change, _, { services }) => refTo(await services.roomChanges.personOf(change)),
  },
  RoomSettingsChanged: {
    change: ({ number }) => number,
    room: ({ roomId }, _, { services }) => services.rooms.byId(roomId),
  },
};
