import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { setRefundPolicyInput } from './refund-policy.input';
import { stepsOf } from './refund-terms';

export const refundPolicyResolvers: Resolvers = {
  Mutation: {
    setRefundPolicy: mutation('SetRefundPolicySuccess', setRefundPolicyInput, async (input, { services }) => ({
      policy: await services.refundPolicies.set(input),
    })),
  },
  Event: {
    refundPolicy: ({ id }, _, { services }) => services.refundPolicies.ofEvent(id),
    refundsDue: ({ id }, _, { services }) => services.refundPolicies.dueOf(id),
    refundRun: ({ id }, _, { services }) => services.refundPolicies.runOf(id),
  },
  RefundPolicy: {
    refundable: ({ hoursBefore }) => hoursBefore !== null,
    steps: (policy) => stepsOf(policy),
    feeMinor: ({ feeMinor }) => Number(feeMinor),
  },
  RefundsDue: {
    amount: ({ amount, currency }) => money(amount, currency),
  },
  RefundRun: {
    promised: ({ promised, currency }) => money(promised, currency),
    made: ({ made, currency }) => money(made, currency),
    failed: ({ failed, currency }) => money(failed, currency),
  },
};
