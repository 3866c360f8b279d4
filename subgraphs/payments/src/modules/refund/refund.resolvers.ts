import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money, optionalMoney } from '../money/money';
import { giveMoneyBackInput, refundOrderInput, retryRefundInput } from './refund.input';

export const refundResolvers: Resolvers = {
  Query: {
    failedRefunds: (_, args, { services }) => services.refunds.failed(args),
  },
  Mutation: {
    refundOrder: mutation('RefundOrderSuccess', refundOrderInput, (input, { services }) => services.refunds.refund(input)),
    giveMoneyBack: mutation('GiveMoneyBackSuccess', giveMoneyBackInput, (input, { services }) => services.goodwill.give(input)),
    retryRefund: mutation('RetryRefundSuccess', retryRefundInput, async (input, { services }) => ({
      refund: await services.refunds.retry(input),
    })),
  },
  Order: {
    refundableUntil: (order, _, { services }) => services.refunds.refundableUntil(order),
    refunds: (order, _, { services }) => services.refunds.ofOrder(order),
    refundTerms: async (order, _, { services }) =>
      (await services.refunds.termsOf(order)).map((term) => ({ ...term, currency: order.currency })),
    goesBackNow: async (order, _, { services }) => optionalMoney(await services.refunds.goesBackNow(order), order.currency),
  },
  RefundTerm: {
    basisPoints: ({ terms }) => terms.basisPoints,
    fee: ({ terms, currency }) => money(terms.feeMinor, currency),
  },
  Refund: {
    isGoodwill: ({ goodwill }) => goodwill,
    isBySeller: ({ bySeller }) => bySeller,
    reason: ({ reason }) => reason || null,
    amount: ({ amountMinor, currency }) => money(amountMinor, currency),
    order: ({ orderId }, _, { services }) => services.orders.byId(orderId),
    attempts: ({ attempts }, _, { services }) => services.refunds.forAdmins(attempts),
    lastError: ({ lastError }, _, { services }) => services.refunds.forAdmins(lastError),
  },
};
