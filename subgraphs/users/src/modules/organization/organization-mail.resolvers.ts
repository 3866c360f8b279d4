import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { inviteToOrganizationByMailInput, respondToMailedInvitationInput, withdrawMailedInvitationInput } from './organization-mail.input';

export const mailedInvitationResolvers: Resolvers = {
  Query: {
    mailedInvitation: (_, { token }, { services }) => services.mailedInvitations.byToken(token),
  },
  Mutation: {
    inviteToOrganizationByMail: mutation(
      'InviteToOrganizationByMailSuccess',
      inviteToOrganizationByMailInput,
      async (input, { services }) => ({ invitation: await services.mailedInvitations.invite(input) }),
    ),
    respondToMailedInvitation: mutation(
      'RespondToMailedInvitationSuccess',
      respondToMailedInvitationInput,
      async (input, { services }) => ({
        invitation: await services.mailedInvitations.respond(input),
      }),
    ),
    withdrawMailedInvitation: mutation('WithdrawMailedInvitationSuccess', withdrawMailedInvitationInput, async (input, { services }) => ({
      deletedId: input.invitationId,
      organization: await services.mailedInvitations.withdraw(input),
    })),
  },
  Organization: {
    mailedInvitations: (organization, _, { services }) => services.mailedInvitations.open(organization),
  },
  MailedInvitation: {
    organization: async ({ organizationId }, _, { loaders }) => (await loaders.organizationById.load(organizationId))!,
    email: (invitation, _, { services }) => services.mailedInvitations.email(invitation),
    invitedBy: ({ invitedById }, _, { services }) => services.users.byReference(invitedById),
    status: (invitation, _, { services }) => services.mailedInvitations.statusOf(invitation),
    waitsForVerification: (invitation, _, { services }) => services.mailedInvitations.waits(invitation),
  },
};
