import { mutation } from '../../context';
import type { ApiScope, Resolvers } from '../../generated/resolvers';
import { revokeAppInput } from './oauth-app.input';
import { scopesLeft } from './oauth-status';

export const appAuthorizationResolvers: Resolvers = {
  Query: { authorizedApps: (_, args, { services }) => services.appAuthorizations.list(args) },
  Mutation: {
    revokeApp: mutation('RevokeAppSuccess', revokeAppInput, async (input, { services }) => ({
      deletedId: await services.appAuthorizations.revoke(input),
    })),
  },
  AuthorizedApp: {
    name: ({ app }) => app.name,
    websiteUrl: ({ app }) => app.websiteUrl,
    logoUrl: ({ app }) => app.logoUrl,
    scopes: (authorized) => scopesLeft(authorized) as ApiScope[],
    authorizedAt: ({ createdAt }) => createdAt,
  },
};
