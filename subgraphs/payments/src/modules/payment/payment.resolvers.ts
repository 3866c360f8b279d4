import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { completePaymentActionInput, confirmPaymentInput, splitPaymentInput } from './payment.input';

export const paymentResolvers: Resolvers = {
  Mutation: {
    confirmPayment: mutation('ConfirmPaymentSuccess', confirmPaymentInput, async (input, { services }) => ({
      order: await services.payments.confirm(input),
    })),
    completePaymentAction: mutation('CompletePaymentActionSuccess', completePaymentActionInput, async (input, { services }) => ({
      order: await services.payments.completeAction(input),
    })),
    splitPayment: mutation('SplitPaymentSuccess', splitPaymentInput, async (input, { services }) => ({
      order: await services.payments.split(input),
    })),
  },
  Payment: {
    isDivided: ({ supersededAt }) => supersededAt !== null,
    __resolveReference: ({ id }, { services }) => services.payments.byId(id),
    amount: ({ amountMinor, currency }) => money(amountMinor, currency),
    refunded: ({ refundedMinor, currency }) => money(refundedMinor, currency),
    processorClientKey: ({ processor }, _, { services }) => services.payments.clientKeyOf(processor),
    order: ({ orderId }, _, { services }) => services.orders.byId(orderId),
  },
};
