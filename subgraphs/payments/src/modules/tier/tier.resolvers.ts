import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { remaining } from './tier-stock';
import { createTicketTierInput, updateTicketTierInput } from './tier.input';

export const tierResolvers: Resolvers = {
  Mutation: {
    createTicketTier: mutation('CreateTicketTierSuccess', createTicketTierInput, async (input, { services }) => ({
      tier: await services.tiers.create(input),
    })),
    updateTicketTier: mutation('UpdateTicketTierSuccess', updateTicketTierInput, async (input, { services }) => ({
      tier: await services.tiers.update(input),
    })),
  },
  Event: {
    __resolveReference: ({ id }) => refTo(id),
    ticketTiers: ({ id }, _, { services }) => services.tiers.ofEvent(id),
  },
  TicketTier: {
    __resolveReference: ({ id }, { services }) => services.tiers.byId(id),
    price: ({ priceMinor, currency }) => money(priceMinor, currency),
    remaining,
    sold: (tier, _, { services }) => services.tiers.soldOf(tier),
    event: ({ eventId }) => refTo(eventId),
  },
};
