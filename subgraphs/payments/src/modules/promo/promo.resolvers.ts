import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { createPromoCodeInput, updatePromoCodeInput } from './promo.input';

export const promoResolvers: Resolvers = {
  Query: {
    validatePromoCode: (_, { eventId, code }, { services }) => services.promos.look(eventId, code),
  },
  Mutation: {
    createPromoCode: mutation('CreatePromoCodeSuccess', createPromoCodeInput, async (input, { services }) => ({
      promoCode: await services.promos.create(input),
    })),
    updatePromoCode: mutation('UpdatePromoCodeSuccess', updatePromoCodeInput, async (input, { services }) => ({
      promoCode: await services.promos.update(input),
    })),
  },
  Event: {
    promoCodes: ({ id }, args, { services }) => services.promos.ofEvent(id, args),
  },
  PromoCode: {
    __resolveReference: ({ id }, { services }) => services.promos.byId(id),
    amountMinor: ({ amountMinor }) => (amountMinor === null ? null : Number(amountMinor)),
    budgetMinor: ({ budgetMinor }) => (budgetMinor === null ? null : Number(budgetMinor)),
    discountedMinor: ({ discountedMinor }) => Number(discountedMinor),
    currency: (code, _, { services }) => services.promos.currencyOf(code),
    placesTaken: ({ taken }) => taken,
    tiers: async ({ eventId, tierIds }, _, { loaders }) =>
      (await loaders.tiersByEventId.load(eventId)).filter(({ id }) => tierIds.length === 0 || tierIds.includes(id)),
  },
  PromoPrice: {
    price: ({ priceMinor, tier }) => money(priceMinor, tier.currency),
  },
};
