import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { mayModerate, maySetUp } from './room-rights';
import { banFromRoomInput, unbanFromRoomInput, updateRoomSettingsInput } from './room-settings.input';

export const roomSettingsResolvers: Resolvers = {
  Query: {
    roomBans: (_, { roomId, ...args }, { services }) => services.roomSettings.bans(roomId, args),
  },
  Mutation: {
    updateRoomSettings: mutation('UpdateRoomSettingsSuccess', updateRoomSettingsInput, async (input, { services }) => ({
      room: await services.roomSettings.update(input),
    })),
    banFromRoom: mutation('BanFromRoomSuccess', banFromRoomInput, async (input, { services }) => ({
      room: await services.roomSettings.ban(input),
    })),
    unbanFromRoom: mutation('UnbanFromRoomSuccess', unbanFromRoomInput, async (input, { services }) => ({
      room: await services.roomSettings.unban(input),
    })),
  },
  ChatRoom: {
    settings: (room) => room,
  },
  ChatRoomRights: {
    maySpeak: (room, _, { services }) => services.rooms.maySpeak(room) && services.rooms.speaksAgainAt(room) === null,
    speaksAgainAt: (room, _, { services }) => services.rooms.speaksAgainAt(room),
    mayReact: (room, _, { services }) => services.rooms.mayReact(room),
    mayModerate: (room) => mayModerate(room),
    maySetUp: (room) => maySetUp(room),
  },
  RoomBan: {
    user: ({ userId }) => refTo(userId),
    bannedBy: ({ bannedBy }) => refTo(bannedBy),
    reason: ({ banReason }) => banReason,
    bannedAt: ({ bannedAt }) => bannedAt!,
    endsAt: ({ bannedUntil }) => bannedUntil,
  },
};
