import type { Resolvers } from '../../generated/resolvers';

export const strengthResolvers: Resolvers = {
  User: {
    connectionStrength: async ({ id }, _, { loaders }) => (await loaders.strengthWithViewer.load(id))?.strength ?? null,
  },
};
