import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { inviteToEventInput, withdrawEventInvitationsInput } from './invitation.input';

export const invitationResolvers: Resolvers = {
  Mutation: {
    inviteToEvent: mutation('InviteToEventSuccess', inviteToEventInput, (input, { services }) => services.invitations.invite(input)),
    withdrawEventInvitations: mutation('WithdrawEventInvitationsSuccess', withdrawEventInvitationsInput, (input, { services }) =>
      services.invitations.withdraw(input),
    ),
  },
};
