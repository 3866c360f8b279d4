import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { banFromGroupInput, groupPersonInput, setGroupRoleInput } from './group.input';

export const groupModerationResolvers: Resolvers = {
  Query: {
    groupBans: (_, { groupId, ...args }, { services }) => services.groupModeration.bans(groupId, args),
    groupLog: (_, { groupId, ...args }, { services }) => services.groupModeration.log(groupId, args),
  },
  Mutation: {
    setGroupRole: mutation('SetGroupRoleSuccess', setGroupRoleInput, async (input, { services }) => ({
      group: await services.groupModeration.setRole(input),
    })),
    transferGroup: mutation('TransferGroupSuccess', groupPersonInput, async (input, { services }) => ({
      group: await services.groupModeration.transfer(input),
    })),
    banFromGroup: mutation('BanFromGroupSuccess', banFromGroupInput, async (input, { services }) => ({
      group: await services.groupModeration.ban(input),
    })),
    unbanFromGroup: mutation('UnbanFromGroupSuccess', groupPersonInput, async (input, { services }) => ({
      group: await services.groupModeration.unban(input),
    })),
  },
  GroupBan: {
    user: ({ userId }) => refTo(userId),
    bannedBy: ({ bannedBy }) => refTo(bannedBy),
  },
  GroupLogEntry: {
    actor: ({ actorId }) => refTo(actorId),
    subject: ({ subjectId }) => refTo(subjectId),
    createdAt: ({ occurredAt }) => occurredAt,
  },
};
