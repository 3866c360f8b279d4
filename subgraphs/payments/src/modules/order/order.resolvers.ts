import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { isOpen } from './order-status';
import { cancelOrderInput } from './order.input';

export const orderResolvers: Resolvers = {
  Query: {
    order: (_, { id }, { services }) => services.orders.byId(id),
  },
  Mutation: {
    cancelOrder: mutation('CancelOrderSuccess', cancelOrderInput, async (input, { services }) => ({
      order: await services.orders.cancel(input),
    })),
  },
  Order: {
    __resolveReference: ({ id }, { services }) => services.orders.byId(id),
    total: ({ totalMinor, currency }) => money(totalMinor, currency),
    refundedTotal: ({ refundedMinor, currency }) => money(refundedMinor, currency),
    items: async ({ id, currency }, _, { loaders }) => (await loaders.itemsByOrderId.load(id)).map((item) => ({ ...item, currency })),
    promoCodes: async ({ id }, _, { loaders }) => (await loaders.codesByOrderId.load(id)).map(({ code }) => code),
    isComplimentary: ({ complimentary }) => complimentary,
    isResale: ({ resaleId }) => resaleId !== null,
    event: ({ eventId }) => refTo(eventId),
    buyer: ({ id, userId }) => (userId === id ? null : refTo(userId)),
    tickets: ({ id }, _, { loaders }) => loaders.ticketsByOrderId.load(id),
    payment: (order, _, { services }) => services.payments.nextOfOrder(order),
    payments: (order, _, { services }) => services.payments.ofOrder(order),
    revenueShare: (order, _, { services }) => services.ledger.shareOf(order),
    grossRevenueShare: (order, _, { services }) => services.ledger.grossShareOf(order),
    expiresAt: ({ status, expiresAt }) => (isOpen(status) ? expiresAt : null),
  },
  OrderItem: {
    tier: ({ tierId }, _, { loaders }) => loaders.tierById.load(tierId),
    name: ({ tierName }) => tierName,
    unitPrice: ({ unitPriceMinor, currency }) => money(unitPriceMinor, currency),
    listPrice: ({ unitPriceMinor, listPriceMinor, currency }) => money(listPriceMinor ?? unitPriceMinor, currency),
  },
  Event: {
    orders: ({ id }, args, { services }) => services.orders.ofEvent(id, args),
  },
  User: {
    __resolveReference: ({ id }) => refTo(id),
    orders: ({ id }, args, { services }) => services.orders.ofUser(id, args),
  },
};
