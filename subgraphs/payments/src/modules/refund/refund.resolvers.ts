import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { refundOrderInput, retryRefundInput } from './refund.input';

export const refundResolvers: Resolvers = {
  Query: {
    failedRefunds: (_, args, { services }) => services.refunds.failed(args),
  },
  Mutation: {
    refundOrder: mutation('RefundOrderSuccess', refundOrderInput, (input, { services }) => services.refunds.refund(input)),
    retryRefund: mutation('RetryRefundSuccess', retryRefundInput, async (input, { services }) => ({
      refund: await services.refunds.retry(input),
    })),
  },
  Order: {
    refundableUntil: (order, _, { services }) => services.refunds.refundableUntil(order),
    refunds: (order, _, { services }) => services.refunds.ofOrder(order),
  },
  Refund: {
    amount: ({ amountMinor, currency }) => money(amountMinor, currency),
    order: ({ orderId }, _, { services }) => services.orders.byId(orderId),
    attempts: ({ attempts }, _, { services }) => services.refunds.forAdmins(attempts),
    lastError: ({ lastError }, _, { services }) => services.refunds.forAdmins(lastError),
  },
};
