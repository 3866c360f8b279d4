import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { assignTicketInput } from './ticket.input';

export const ticketResolvers: Resolvers = {
  Query: {
    ticket: (_, { code }, { services }) => services.tickets.byCode(code),
  },
  Mutation: {
    assignTicket: mutation('AssignTicketSuccess', assignTicketInput, async (input, { services }) => ({
      ticket: await services.tickets.assign(input),
    })),
  },
  Ticket: {
    __resolveReference: ({ id }, { services }) => services.tickets.byId(id),
    code: (ticket, _, { services }) => services.tickets.codeOf(ticket),
    attendeeName: (ticket, _, { services }) => services.tickets.nameOf(ticket),
    tier: ({ tierId }, _, { loaders }) => loaders.tierById.load(tierId),
    event: ({ eventId }) => refTo(eventId),
    holder: ({ holderId, orderId }) => (holderId === orderId ? null : refTo(holderId)),
    order: ({ orderId }, _, { services }) => services.orders.byId(orderId),
  },
  User: {
    tickets: ({ id }, args, { services }) => services.tickets.ofUser(id, args),
  },
};
