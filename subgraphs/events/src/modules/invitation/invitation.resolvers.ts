import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { inviteToEventInput } from './invitation.input';

export const invitationResolvers: Resolvers = {
  Query: {
    eventInvitations: (_, args, { services }) => services.eventLists.invitedTo(args),
  },
  Mutation: {
    inviteToEvent: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'InviteToEventSuccess',
        ...(await services.invitations.invite(parseInput(inviteToEventInput, input))),
      })),
  },
};
