import { mutation } from '../../context';
import type { ApiScope, Resolvers } from '../../generated/resolvers';
import { createApiKeyInput, revokeApiKeyInput, rotateApiKeyInput } from './api-key.input';
import { previousUntil, statusOf } from './api-key-status';

export const apiKeyResolvers: Resolvers = {
  Query: {
    apiKeyGrant: (_, { secret }, { services }) => services.apiKeys.grant(secret),
    myApiKeys: (_, args, { services }) => services.apiKeys.list(args),
  },
  Mutation: {
    createApiKey: mutation('CreateApiKeySuccess', createApiKeyInput, async (input, { services }) => services.apiKeys.create(input)),
    rotateApiKey: mutation('RotateApiKeySuccess', rotateApiKeyInput, async (input, { services }) => services.apiKeys.rotate(input)),
    revokeApiKey: mutation('RevokeApiKeySuccess', revokeApiKeyInput, async (input, { services }) => ({
      apiKey: await services.apiKeys.revoke(input),
    })),
  },
  ApiKey: {
    testMode: ({ isTest }) => isTest,
    start: ({ secrets }) => secrets[0]!.start,
    scopes: ({ scopes }) => scopes as ApiScope[],
    allowedOrigins: ({ origins }) => origins,
    allowedAddresses: ({ networks }) => networks,
    status: (key, _, { kept }) => statusOf(key, kept.clock.now()),
    previousUntil: (key, _, { kept }) => previousUntil(key, kept.clock.now()),
  },
};
