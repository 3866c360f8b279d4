import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { refundOrderInput } from './refund.input';

export const refundResolvers: Resolvers = {
  Mutation: {
    refundOrder: mutation('RefundOrderSuccess', refundOrderInput, (input, { services }) => services.refunds.refund(input)),
  },
  Refund: {
    amount: ({ amountMinor, currency }) => money(amountMinor, currency),
  },
};
