import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { submitDisputeEvidenceInput } from './dispute.input';

export const disputeResolvers: Resolvers = {
  Query: {
    disputes: (_, args, { services }) => services.disputes.all(args),
  },
  Mutation: {
    submitDisputeEvidence: mutation('SubmitDisputeEvidenceSuccess', submitDisputeEvidenceInput, async (input, { services }) => ({
      dispute: await services.disputes.answer(input),
    })),
  },
  Dispute: {
    __resolveReference: ({ id }, { services }) => services.disputes.byId(id),
    amount: ({ amountMinor, currency }) => money(amountMinor, currency),
    fee: ({ feeMinor, currency }) => money(feeMinor, currency),
    order: ({ orderId }, _, { services }) => services.orders.byId(orderId),
    event: ({ eventId }) => refTo(eventId),
  },
  Order: {
    isDisputed: ({ openDisputes }) => openDisputes > 0,
    disputes: (order, _, { services }) => services.disputes.ofOrder(order),
  },
  Event: {
    disputes: ({ id }, args, { services }) => services.disputes.ofEvent(id, args),
  },
};
