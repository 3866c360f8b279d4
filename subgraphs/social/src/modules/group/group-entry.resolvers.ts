import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import {
  answerGroupRequestInput,
  createGroupLinkInput,
  groupInput,
  groupPersonInput,
  joinGroupByLinkInput,
  requestToJoinGroupInput,
  revokeGroupLinkInput,
} from './group.input';

export const groupEntryResolvers: Resolvers = {
  Query: {
    groupRequests: (_, { groupId, ...args }, { services }) => services.groupEntryLists.requests(groupId, args),
    sentGroupInvitations: (_, { groupId, ...args }, { services }) => services.groupEntryLists.invitations(groupId, args),
    groupLinks: (_, { groupId, ...args }, { services }) => services.groupEntryLists.links(groupId, args),
  },
  Mutation: {
    requestToJoinGroup: mutation('RequestToJoinGroupSuccess', requestToJoinGroupInput, async (input, { services }) => ({
      group: await services.groupEntry.request(input),
    })),
    withdrawGroupRequest: mutation('WithdrawGroupRequestSuccess', groupInput, async (input, { services }) => ({
      deletedId: await services.groupEntry.withdrawRequest(input),
    })),
    answerGroupRequest: mutation('AnswerGroupRequestSuccess', answerGroupRequestInput, async (input, { services }) => ({
      group: await services.groupEntry.answer(input),
    })),
    declineGroupInvitation: mutation('DeclineGroupInvitationSuccess', groupInput, async (input, { services }) => ({
      deletedId: await services.groupEntry.declineInvitation(input),
    })),
    withdrawGroupInvitation: mutation('WithdrawGroupInvitationSuccess', groupPersonInput, async (input, { services }) => ({
      deletedId: await services.groupEntry.withdrawInvitation(input),
    })),
    createGroupLink: mutation('CreateGroupLinkSuccess', createGroupLinkInput, async (input, { services }) => ({
      link: await services.groupEntry.createLink(input),
    })),
    revokeGroupLink: mutation('RevokeGroupLinkSuccess', revokeGroupLinkInput, async (input, { services }) => ({
      link: await services.groupEntry.revokeLink(input),
    })),
    joinGroupByLink: mutation('JoinGroupByLinkSuccess', joinGroupByLinkInput, async (input, { services }) => ({
      group: await services.groupEntry.joinByLink(input),
    })),
  },
  Group: {
    viewerRequested: ({ requested }, _, { viewerId }) => (viewerId === null ? null : requested),
  },
  GroupRequest: { user: ({ userId }) => refTo(userId) },
  SentGroupInvitation: {
    user: ({ userId }) => refTo(userId),
    inviter: ({ inviterId }) => refTo(inviterId),
  },
  GroupLink: { createdBy: ({ createdBy }) => refTo(createdBy) },
};
