import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { createOrganizationInput } from './organization.input';

export const organizationResolvers: Resolvers = {
  Query: {
    organization: (_, { id }, { services }) => services.organizations.byId(id),
  },
  Mutation: {
    createOrganization: mutation('CreateOrganizationSuccess', createOrganizationInput, async (input, { services }) => ({
      organization: await services.organizations.create(input),
    })),
  },
  User: {
    organizations: (user, _, { services }) => services.organizations.ofUser(user.id),
  },
  Organization: {
    __resolveReference: ({ id }, { services }) => services.organizations.byId(id),
    members: (organization, _, { services }) => services.organizations.members(organization),
  },
  OrganizationMember: {
    user: (member, _, { services }) => services.users.byReference(member.userId),
  },
};
