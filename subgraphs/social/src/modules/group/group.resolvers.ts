import { parseInput, refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import {
  createGroupInput,
  groupSearchInput,
  inviteToGroupInput,
  joinGroupInput,
  leaveGroupInput,
  removeFromGroupInput,
} from './group.input';

export const groupResolvers: Resolvers = {
  Query: {
    group: (_, { id }, { services }) => services.groups.byId(id),
    groups: (_, { query, near, category, ...args }, { services }) =>
      services.groupLists.listed({ ...parseInput(groupSearchInput, { query, near, category }), ...args }),
    groupInvitations: (_, args, { services }) => services.groupLists.invitations(args),
  },
  Mutation: {
    createGroup: mutation('CreateGroupSuccess', createGroupInput, async (input, { services }) => ({
      group: await services.groups.create(input),
    })),
    joinGroup: mutation('JoinGroupSuccess', joinGroupInput, async (input, { services }) => ({ group: await services.groups.join(input) })),
    leaveGroup: mutation('LeaveGroupSuccess', leaveGroupInput, async (input, { services }) => ({
      deletedId: await services.groups.leave(input),
    })),
    inviteToGroup: mutation('InviteToGroupSuccess', inviteToGroupInput, async (input, { services }) => ({
      invitation: await services.groups.invite(input),
    })),
    removeFromGroup: mutation('RemoveFromGroupSuccess', removeFromGroupInput, async (input, { services }) => ({
      group: await services.groups.remove(input),
    })),
  },
  User: {
    groups: ({ id }, args, { services }) => services.groupLists.ofUser(id, args),
  },
  Group: {
    __resolveReference: ({ id }, { services }) => services.groups.byId(id),
    members: (group, args, { services }) => services.groupLists.members(group, args),
    viewerMembership: (group, _, { services }) => services.groupLists.viewerMembership(group),
    chatRoom: ({ id }, _, { services }) => services.rooms.ofGroup(id),
  },
  GroupMember: {
    user: ({ userId }) => refTo(userId),
  },
  GroupInvitation: {
    group: ({ groupId }, _, { services }) => services.groups.byId(groupId),
    inviter: ({ inviterId }) => refTo(inviterId),
  },
};
