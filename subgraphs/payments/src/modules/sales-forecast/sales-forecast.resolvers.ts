import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import type { KeptError, KeptTier } from './sales-forecast.types';
import { moneyRange, sellOutOf, ticketRange } from './sales-forecast-view';

export const salesForecastResolvers: Resolvers = {
  Event: {
    salesForecast: ({ id }, _, { services }) => services.salesForecasts.ofEvent(id),
  },
  SalesForecast: {
    madeAt: ({ row }) => row?.madeAt ?? null,
    daysLeft: ({ row }) => row?.daysLeft ?? null,
    ticketsSold: ({ row }) => row?.sold ?? null,
    tickets: ({ row }) => row && ticketRange(row.tickets, row.ticketsLow, row.ticketsHigh),
    revenue: ({ row }) => row && moneyRange(row.revenueMinor, row.revenueLowMinor, row.revenueHighMinor, row.currency),
    sellOut: ({ row }) => row && sellOutOf(row.sellOut, row.sellOutEarliest, row.sellOutLatest),
    tiers: ({ row }) => (row ? (row.tiers as unknown as KeptTier[]).map((tier) => ({ ...tier, currency: row.currency })) : []),
    pastEvents: ({ row }) => (row && row.gap === null ? row.comparables : null),
    error: ({ row }) => (row?.error as unknown as KeptError | null) ?? null,
  },
  TierForecast: {
    tier: ({ tierId }, _, { loaders }) => loaders.tierById.load(tierId),
    ticketsSold: ({ sold }) => sold,
    tickets: ({ tickets: { expected, low, high } }) => ticketRange(expected, low, high)!,
    revenue: ({ revenueMinor: { expected, low, high }, currency }) => moneyRange(BigInt(expected), BigInt(low), BigInt(high), currency)!,
    sellOut: ({ sellOut: { expected, earliest, latest } }) => sellOutOf(expected, earliest, latest),
  },
  MoneyRange: {
    expected: ({ expected, currency }) => money(expected, currency),
    low: ({ low, currency }) => money(low, currency),
    high: ({ high, currency }) => money(high, currency),
  },
  SalesForecastError: {
    withinPercent: ({ within }) => within,
  },
};
