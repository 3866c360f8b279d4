import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { settleWithheldPayoutInput, setUpPayeeInput } from './payout.input';

export const payoutResolvers: Resolvers = {
  Query: {
    payee: (_, { organizationId }, { services }) => services.payouts.payeeOf(organizationId ?? null),
  },
  Mutation: {
    setUpPayee: mutation('SetUpPayeeSuccess', setUpPayeeInput, (input, { services }) => services.payouts.setUp(input)),
    settleWithheldPayout: mutation('SettleWithheldPayoutSuccess', settleWithheldPayoutInput, async (input, { services }) => ({
      payout: await services.payouts.settleWithheld(input),
    })),
  },
  Payee: {
    minimumMinor: ({ minimumMinor }) => Number(minimumMinor),
    balances: (payee, _, { services }) => services.payouts.balancesOf(payee),
    payouts: (payee, args, { services }) => services.payouts.ofPayee(payee, args),
  },
  PayeeBalance: {
    available: ({ available, currency }) => money(available, currency),
    held: ({ held, currency }) => money(held, currency),
    underWay: ({ underWay, currency }) => money(underWay, currency),
  },
  Payout: {
    __resolveReference: ({ id }, { services }) => services.payouts.byId(id),
    amount: ({ amountMinor, currency }) => money(amountMinor, currency),
    failure: ({ status, lastError }) => (status === 'FAILED' ? lastError : null),
    lines: (payout, args, { services }) => services.payouts.linesOf(payout, args),
  },
  PayoutLine: {
    amount: ({ amount, currency }) => money(amount, currency),
    order: ({ orderId }, _, { services }) => (orderId ? services.orders.byId(orderId) : null),
    event: ({ eventId }) => (eventId ? refTo(eventId) : null),
  },
};
