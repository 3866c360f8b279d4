import type { Resolvers } from '../../generated/resolvers';

export const riskResolvers: Resolvers = {
  PersonRecord: {
    newcomerRisk: ({ id }, _, { loaders }) => loaders.newcomerRiskByUserId.load(id),
  },
};
