import type { Resolvers } from '../../generated/resolvers';

export const ledgerResolvers: Resolvers = {
  Query: {
    ledgerHealth: (_, __, { services }) => services.ledger.health(),
  },
};
