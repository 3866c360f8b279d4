import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { completePaymentActionInput, confirmPaymentInput } from './payment.input';

export const paymentResolvers: Resolvers = {
  Mutation: {
    confirmPayment: (_, { input }, { services, caller }) =>
      settle(async () => ({
        __typename: 'ConfirmPaymentSuccess',
        order: await services.payments.confirm(caller.viewer!, parseInput(confirmPaymentInput, input)),
      })),
    completePaymentAction: (_, { input }, { services, caller }) =>
      settle(async () => ({
        __typename: 'ConfirmPaymentSuccess',
        order: await services.payments.completeAction(caller.viewer!, parseInput(completePaymentActionInput, input)),
      })),
  },
  Payment: {
    __resolveReference: ({ id }, { services }) => services.payments.find(id),
    amount: ({ amountMinor, currency }) => money(amountMinor, currency),
    refunded: ({ refundedMinor, currency }) => money(refundedMinor, currency),
    order: ({ orderId }, _, { services }) => services.orders.find(orderId),
  },
};
