import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { createGroupInput, groupInput, groupPersonInput } from './group.input';

export const groupResolvers: Resolvers = {
  Query: {
    group: (_, { id }, { services }) => services.groups.find(id),
    groups: (_, args, { services }) => services.groupLists.listed(args),
    groupInvitations: (_, __, { services }) => services.groupLists.invitations(),
  },
  Mutation: {
    createGroup: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'CreateGroupSuccess', group: await services.groups.create(parseInput(createGroupInput, input)) })),
    joinGroup: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'JoinGroupSuccess', group: await services.groups.join(parseInput(groupInput, input)) })),
    leaveGroup: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'LeaveGroupSuccess', groupId: await services.groups.leave(parseInput(groupInput, input)) })),
    inviteToGroup: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'InviteToGroupSuccess',
        invitation: await services.groups.invite(parseInput(groupPersonInput, input)),
      })),
    removeFromGroup: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'RemoveFromGroupSuccess',
        group: await services.groups.remove(parseInput(groupPersonInput, input)),
      })),
  },
  User: {
    groups: ({ id }, args, { services }) => services.groupLists.ofUser(id, args),
  },
  Group: {
    __resolveReference: ({ id }, { services }) => services.groups.find(id),
    members: (group, args, { services }) => services.groupLists.members(group, args),
    viewerMembership: (group, _, { services }) => services.groupLists.viewerMembership(group),
    chatRoom: ({ id }, _, { services }) => services.rooms.ofGroup(id),
  },
  GroupMember: {
    user: ({ userId }) => ({ id: userId }),
  },
  GroupInvitation: {
    group: ({ groupId }, _, { services }) => services.groups.find(groupId),
    inviter: ({ inviterId }) => ({ id: inviterId }),
  },
};
