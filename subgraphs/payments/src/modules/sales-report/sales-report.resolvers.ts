import type { Resolvers, SalesChannel } from '../../generated/resolvers';
import { money } from '../money/money';

export const salesReportResolvers: Resolvers = {
  Event: {
    salesReport: ({ id }, { by }, { services }) => services.salesReports.ofEvent(id, by),
  },
  SalesReportRow: {
    day: ({ by, key }) => (by === 'DAY' ? key : null),
    tier: ({ by, key }, _, { loaders }) => (by === 'TIER' ? loaders.tierById.load(key) : null),
    codes: ({ by, key }) => (by === 'CODE' ? key.split(' ').filter(Boolean) : []),
    channel: ({ by, key }) => (by === 'CHANNEL' ? (key as SalesChannel) : null),
    paid: ({ paid, currency }) => money(paid, currency),
    returned: ({ returned, currency }) => money(returned, currency),
    tax: ({ tax, currency }) => money(tax, currency),
    fees: ({ fees, currency }) => money(fees, currency),
    earned: ({ earned, currency }) => money(earned, currency),
  },
};
