import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const ticketResolvers: Resolvers = {
  Query: {
    ticket: (_, { code }, { services }) => services.tickets.byCode(code),
  },
  Ticket: {
    __resolveReference: ({ id }, { services }) => services.tickets.byId(id),
    code: (ticket, _, { services }) => services.tickets.codeOf(ticket),
    tier: ({ tierId }, _, { loaders }) => loaders.tierById.load(tierId),
    event: ({ eventId }) => refTo(eventId),
    holder: ({ holderId }) => refTo(holderId),
    order: ({ orderId }, _, { services }) => services.orders.byId(orderId),
  },
  User: {
    tickets: ({ id }, args, { services }) => services.tickets.ofUser(id, args),
  },
};
