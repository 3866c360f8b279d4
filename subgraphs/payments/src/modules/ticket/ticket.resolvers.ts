import type { Resolvers } from '../../generated/resolvers';

export const ticketResolvers: Resolvers = {
  Query: {
    ticket: (_, { code }, { services }) => services.tickets.byCode(code),
  },
  Ticket: {
    __resolveReference: ({ id }, { services }) => services.tickets.find(id),
    code: (ticket, _, { services }) => services.tickets.codeOf(ticket),
    tier: ({ tierId }, _, { loaders }) => loaders.tierById.load(tierId),
    event: ({ eventId }) => ({ id: eventId }),
    holder: ({ userId }) => ({ id: userId }),
    order: ({ orderId }, _, { services }) => services.orders.find(orderId),
  },
  User: {
    tickets: ({ id }, args, { services }) => services.tickets.ofUser(id, args),
  },
};
