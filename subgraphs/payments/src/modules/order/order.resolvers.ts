import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { cancelOrderInput, checkoutInput } from './order.input';
import { isOpen } from './order.status';

export const orderResolvers: Resolvers = {
  Query: {
    order: (_, { id }, { services }) => services.orders.find(id),
  },
  Mutation: {
    checkout: (_, { input }, { services, caller }) =>
      settle(async () => ({
        __typename: 'CheckoutSuccess',
        ...(await services.orders.checkout(caller.viewer!, parseInput(checkoutInput, input))),
      })),
    cancelOrder: (_, { input }, { services, caller }) =>
      settle(async () => ({
        __typename: 'CancelOrderSuccess',
        order: await services.orders.cancel(caller.viewer!, parseInput(cancelOrderInput, input)),
      })),
  },
  Order: {
    __resolveReference: ({ id }, { services }) => services.orders.find(id),
    total: ({ totalMinor, currency }) => money(totalMinor, currency),
    refundedTotal: ({ refundedMinor, currency }) => money(refundedMinor, currency),
    items: async ({ id, currency }, _, { loaders }) => (await loaders.itemsByOrderId.load(id)).map((item) => ({ ...item, currency })),
    event: ({ eventId }) => ({ id: eventId }),
    buyer: ({ userId }) => ({ id: userId }),
    tickets: ({ id }, _, { loaders }) => loaders.ticketsByOrderId.load(id),
    payment: (order, _, { services }) => services.payments.ofOrder(order),
    revenueShare: (order, _, { services }) => services.ledger.shareOf(order),
    expiresAt: ({ status, expiresAt }) => (isOpen(status) ? expiresAt : null),
  },
  OrderItem: {
    tier: ({ tierId }, _, { loaders }) => loaders.tierById.load(tierId),
    name: ({ tierName }) => tierName,
    unitPrice: ({ unitPriceMinor, currency }) => money(unitPriceMinor, currency),
  },
  Event: {
    orders: ({ id }, args, { services }) => services.orders.ofEvent(id, args),
  },
  User: {
    __resolveReference: ({ id }) => ({ id }),
    orders: ({ id }, args, { services }) => services.orders.ofUser(id, args),
  },
};
