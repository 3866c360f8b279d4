import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import {
  createOrganizationInput,
  inviteToOrganizationInput,
  removeFromOrganizationInput,
  respondToOrganizationInvitationInput,
  setOrganizationRoleInput,
  transferOrganizationInput,
  updateOrganizationInput,
  verifyOrganizationInput,
  withdrawOrganizationInvitationInput,
} from './organization.input';

export const organizationResolvers: Resolvers = {
  Query: {
    organization: (_, { id }, { services }) => services.organizations.byId(id),
    organizationInvitations: (_, args, { services }) => services.organizationPeople.mine(args),
  },
  Mutation: {
    createOrganization: mutation('CreateOrganizationSuccess', createOrganizationInput, async (input, { services }) => ({
      organization: await services.organizations.create(input),
    })),
    updateOrganization: mutation('UpdateOrganizationSuccess', updateOrganizationInput, async (input, { services }) => ({
      organization: await services.organizations.update(input),
    })),
    verifyOrganization: mutation('VerifyOrganizationSuccess', verifyOrganizationInput, async (input, { services }) => ({
      organization: await services.organizations.verify(input),
    })),
    inviteToOrganization: mutation('InviteToOrganizationSuccess', inviteToOrganizationInput, async (input, { services }) => ({
      invitation: await services.organizationPeople.invite(input),
    })),
    respondToOrganizationInvitation: mutation(
      'RespondToOrganizationInvitationSuccess',
      respondToOrganizationInvitationInput,
      async (input, { services }) => ({ invitation: await services.organizationPeople.respond(input) }),
    ),
    withdrawOrganizationInvitation: mutation(
      'WithdrawOrganizationInvitationSuccess',
      withdrawOrganizationInvitationInput,
      async (input, { services }) => ({
        deletedId: input.invitationId,
        organization: await services.organizationPeople.withdraw(input),
      }),
    ),
    setOrganizationRole: mutation('SetOrganizationRoleSuccess', setOrganizationRoleInput, async (input, { services }) => ({
      organization: await services.organizationPeople.setRole(input),
    })),
    removeFromOrganization: mutation('RemoveFromOrganizationSuccess', removeFromOrganizationInput, async (input, { services }) => ({
      deletedId: input.userId,
      organization: await services.organizationPeople.remove(input),
    })),
    transferOrganization: mutation('TransferOrganizationSuccess', transferOrganizationInput, async (input, { services }) => ({
      organization: await services.organizationPeople.transfer(input),
    })),
  },
  User: {
    organizations: (user, _, { services }) => services.organizations.ofUser(user.id),
  },
  Organization: {
    __resolveReference: ({ id }, { services }) => services.organizations.byId(id),
    hidden: ({ hiddenAt }) => hiddenAt !== null,
    viewerRole: (organization, _, { services }) => services.organizations.viewerRole(organization),
    members: (organization, _, { services }) => services.organizationPeople.members(organization),
    invitations: (organization, _, { services }) => services.organizationPeople.invitations(organization),
    auditLog: (organization, page, { services }) => services.organizationLogs.log(organization, page),
    statistics: (organization, _, { services }) => services.organizationLogs.statistics(organization),
  },
  OrganizationStatistics: {
    ticketCount: (row, _, { services }) => services.organizationLogs.ticketCount(row),
  },
  OrganizationAct: {
    actor: ({ actorId }, _, { services }) => (actorId === null ? null : services.users.byReference(actorId)),
    person: ({ personId }, _, { services }) => (personId === null ? null : services.users.byReference(personId)),
  },
  OrganizationMember: {
    user: (member, _, { services }) => services.users.byReference(member.userId),
    role: (member) => member.role!,
  },
  OrganizationInvitation: {
    organization: async (invitation, _, { loaders }) => (await loaders.organizationById.load(invitation.organizationId))!,
    user: (invitation, _, { services }) => services.users.byReference(invitation.userId),
    invitedBy: (invitation, _, { services }) => services.users.byReference(invitation.invitedById),
    status: (invitation, _, { services }) => services.organizationPeople.statusOf(invitation),
  },
};
