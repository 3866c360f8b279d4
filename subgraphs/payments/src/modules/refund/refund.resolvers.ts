import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { refundOrderInput } from './refund.input';

export const refundResolvers: Resolvers = {
  Mutation: {
    refundOrder: (_, { input }, { services, caller }) =>
      settle(async () => ({
        __typename: 'RefundOrderSuccess',
        ...(await services.refunds.refund(caller.viewer!, parseInput(refundOrderInput, input))),
      })),
  },
  Refund: {
    amount: ({ amountMinor, currency }) => money(amountMinor, currency),
  },
};
