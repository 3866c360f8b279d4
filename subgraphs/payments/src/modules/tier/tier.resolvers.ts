import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { createTicketTierInput, updateTicketTierInput } from './tier.input';
import { remaining } from './tier.loaders';

export const tierResolvers: Resolvers = {
  Mutation: {
    createTicketTier: (_, { input }, { services, caller }) =>
      settle(async () => ({
        __typename: 'CreateTicketTierSuccess',
        tier: await services.tiers.create(caller.viewer!, parseInput(createTicketTierInput, input)),
      })),
    updateTicketTier: (_, { input }, { services, caller }) =>
      settle(async () => ({
        __typename: 'UpdateTicketTierSuccess',
        tier: await services.tiers.update(caller.viewer!, parseInput(updateTicketTierInput, input)),
      })),
  },
  Event: {
    __resolveReference: ({ id }) => ({ id }),
    ticketTiers: ({ id }, _, { services }) => services.tiers.ofEvent(id),
  },
  TicketTier: {
    __resolveReference: ({ id }, { services }) => services.tiers.find(id),
    price: ({ priceMinor, currency }) => money(priceMinor, currency),
    remaining,
    sold: (tier, _, { services }) => services.tiers.soldOf(tier),
    event: ({ eventId }) => ({ id: eventId }),
  },
};
