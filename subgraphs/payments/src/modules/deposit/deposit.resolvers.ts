import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { depositInDocument } from './deposit-document';
import { heldOf, keptOf, returnedOf } from './deposit-sums';
import { setTierDepositInput } from './deposit.input';

export const depositResolvers: Resolvers = {
  Mutation: {
    setTierDeposit: mutation('SetTierDepositSuccess', setTierDepositInput, async (input, { services }) => ({
      tier: await services.deposits.set(input),
    })),
  },
  TicketTier: {
    deposit: (tier) => (tier.depositMinor > 0n ? tier : null),
  },
  TierDeposit: {
    amount: ({ depositMinor, currency }) => money(depositMinor, currency),
    waivedFrom: ({ depositWaivedFrom }) => depositWaivedFrom,
    dueFromViewer: async (tier, _, { services }) => money(await services.deposits.dueFromViewer(tier), tier.currency),
    keptAfterHours: (_, __, { services }) => services.deposits.keptAfterHours(),
  },
  OrderItem: {
    deposit: ({ depositMinor, currency }) => money(depositMinor, currency),
  },
  Order: {
    deposit: (order, _, { services }) => services.deposits.ofOrder(order),
  },
  OrderDeposit: {
    charged: ({ order }) => money(order.depositMinor, order.currency),
    held: ({ order, deposits }) => money(heldOf(deposits), order.currency),
    returned: ({ order, deposits }) => money(returnedOf(deposits), order.currency),
    kept: ({ order, deposits }) => money(keptOf(deposits), order.currency),
  },
  Deposit: {
    amount: ({ amountMinor, currency }) => money(amountMinor, currency),
    ticket: async ({ ticketId }, _, { loaders }) => (await loaders.ticketById.load(ticketId))!,
  },
  OrderDocument: {
    deposit: ({ kind, content, currency }) => (kind === 'CREDIT_NOTE' ? null : depositInDocument(content, currency)),
  },
  Event: {
    depositReport: ({ id }, _, { services }) => services.deposits.reportOf(id),
  },
  DepositReport: {
    charged: ({ charged, currency }) => money(charged, currency),
    held: ({ held, currency }) => money(held, currency),
    returned: ({ returned, currency }) => money(returned, currency),
    kept: ({ kept, currency }) => money(kept, currency),
  },
};
