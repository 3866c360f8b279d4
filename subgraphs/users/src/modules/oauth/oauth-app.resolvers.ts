import { mutation } from '../../context';
import type { ApiScope, Resolvers } from '../../generated/resolvers';
import { createAppInput, deleteAppInput, rotateAppSecretInput, updateAppInput } from './oauth-app.input';
import { previousSecretUntil } from './oauth-status';

export const appResolvers: Resolvers = {
  Query: {
    myApps: (_, args, { services }) => services.apps.list(args),
    appUsage: (_, { appId, days }, { services }) => services.apps.usage(appId, days),
  },
  Mutation: {
    createApp: mutation('CreateAppSuccess', createAppInput, async (input, { services }) => services.apps.create(input)),
    updateApp: mutation('UpdateAppSuccess', updateAppInput, async (input, { services }) => ({ app: await services.apps.update(input) })),
    rotateAppSecret: mutation('RotateAppSecretSuccess', rotateAppSecretInput, async (input, { services }) => services.apps.rotate(input)),
    deleteApp: mutation('DeleteAppSuccess', deleteAppInput, async (input, { services }) => ({
      deletedId: await services.apps.delete(input),
    })),
  },
  App: {
    scopes: ({ scopes }) => scopes as ApiScope[],
    isConfidential: ({ confidential }) => confidential,
    secretStart: ({ secrets }) => secrets[0]?.start ?? null,
    previousSecretUntil: (app, _, { kept }) => previousSecretUntil(app, kept.clock.now()),
  },
};
