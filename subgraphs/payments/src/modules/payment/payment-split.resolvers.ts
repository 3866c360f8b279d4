import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { splitOrderInput } from './payment-split.input';
import { sumOf } from './payment-split-sums';
import type { SplitOrderView } from './payment-split.types';

export const splitResolvers: Resolvers = {
  Mutation: {
    splitOrder: mutation('SplitOrderSuccess', splitOrderInput, async (input, { services }) => ({
      order: await services.splits.split(input),
    })),
  },
  Subscription: {
    orderSplitChanged: {
      subscribe: (_, { orderId }, { services }) => services.splits.updates(orderId),
      resolve: (order: SplitOrderView) => order,
    },
  },
  Order: {
    split: (order, _, { services }) => services.splits.ofOrder(order),
  },
  OrderSplit: {
    payBy: ({ order }) => order.payBy,
    whenMissing: ({ order }) => (order.buyerPays ? 'BUYER_PAYS' : 'ALL_GOES_BACK'),
    paid: ({ order, parts }) => money(sumOf(parts, true), order.currency),
    missing: ({ order, parts }) => money(sumOf(parts, false), order.currency),
  },
  OrderPart: {
    payer: ({ payerId }) => refTo(payerId),
    amount: ({ part }) => money(part.amountMinor, part.currency),
    isPaid: ({ part }) => part.status === 'SUCCEEDED',
  },
  User: {
    splitOrders: ({ id }, args, { services }) => services.splits.ofUser(id, args),
  },
};
