import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { inviteToEventInput } from './invitation.input';

export const invitationResolvers: Resolvers = {
  Mutation: {
    inviteToEvent: mutation('InviteToEventSuccess', inviteToEventInput, (input, { services }) => services.invitations.invite(input)),
  },
};
