import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { currencyOf, sumOf } from './live-sales-sums';
import type { LiveSalesView } from './live-sales.types';

export const liveSalesResolvers: Resolvers = {
  Subscription: {
    liveSalesChanged: {
      subscribe: (_, { eventId }, { services }) => services.liveSales.updates(eventId),
      resolve: (sales: LiveSalesView) => sales,
    },
  },
  Event: {
    liveSales: ({ id }, _, { services }) => services.liveSales.ofEvent(id),
  },
  LiveSales: {
    tickets: ({ tiers }) => Number(sumOf(tiers, ({ tickets }) => tickets)),
    held: ({ tiers }) => Number(sumOf(tiers, ({ held }) => held)),
    returned: ({ tiers }) => Number(sumOf(tiers, ({ returned }) => returned)),
    gross: ({ tiers }) =>
      money(
        sumOf(tiers, ({ gross }) => gross),
        currencyOf(tiers),
      ),
    refunded: ({ tiers }) =>
      money(
        sumOf(tiers, ({ refunded }) => refunded),
        currencyOf(tiers),
      ),
    byTier: ({ tiers }) => tiers,
  },
  LiveTierSales: {
    tier: ({ tierId }, _, { services }) => services.tiers.byId(tierId),
    gross: ({ gross, currency }) => money(gross, currency),
    refunded: ({ refunded, currency }) => money(refunded, currency),
  },
};
