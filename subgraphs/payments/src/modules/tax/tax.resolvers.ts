import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money, optionalMoney } from '../money/money';
import { setEventTaxInput, setTaxRatesInput } from './tax.input';

export const taxResolvers: Resolvers = {
  Query: {
    taxRates: (_, { organizationId }, { services }) => services.taxes.ratesOf(organizationId ?? null),
  },
  Mutation: {
    setTaxRates: mutation('SetTaxRatesSuccess', setTaxRatesInput, async (input, { services }) => ({
      rates: await services.taxes.setRates(input),
    })),
    setEventTax: mutation('SetEventTaxSuccess', setEventTaxInput, async (input, { services }) => ({
      tax: await services.taxes.setOfEvent(input),
    })),
  },
  Event: {
    ticketTax: ({ id }, _, { services }) => services.taxes.ofEvent(id),
  },
  TicketTier: {
    tax: ({ eventId }, _, { services }) => services.taxes.ofEvent(eventId),
    priceWithTax: async (tier, _, { services }) => money(await services.taxes.priceWithTax(tier), tier.currency),
  },
  Order: {
    taxTotal: ({ taxMinor, currency }) => optionalMoney(taxMinor, currency),
  },
  OrderItem: {
    taxName: ({ taxName }) => taxName,
    taxBasisPoints: ({ taxBasisPoints }) => taxBasisPoints,
    taxMode: ({ taxMode }) => taxMode,
    tax: ({ taxMinor, currency }) => money(taxMinor, currency),
  },
};
