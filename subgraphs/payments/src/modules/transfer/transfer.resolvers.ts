import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { acceptTransferInput, cancelTransferInput, transferTicketInput } from './transfer.input';

export const transferResolvers: Resolvers = {
  Query: {
    ticketTransfer: (_, { token }, { services }) => services.transfers.byToken(token),
  },
  Mutation: {
    transferTicket: mutation('TransferTicketSuccess', transferTicketInput, async (input, { services }) => ({
      transfer: await services.transfers.offer(input),
    })),
    acceptTransfer: mutation('AcceptTransferSuccess', acceptTransferInput, (input, { services }) => services.transfers.accept(input)),
    cancelTransfer: mutation('CancelTransferSuccess', cancelTransferInput, async (input, { services }) => ({
      transfer: await services.transfers.cancel(input),
    })),
  },
  Ticket: {
    pendingTransfer: (ticket, _, { services }) => services.transfers.ofTicket(ticket),
  },
  TicketTransfer: {
    __resolveReference: ({ id }, { services }) => services.transfers.byId(id),
    status: (transfer, _, { services }) => services.transfers.statusOf(transfer),
    token: (transfer, _, { services }) => services.transfers.tokenOf(transfer),
    event: ({ eventId }) => refTo(eventId),
    sender: ({ fromId }) => refTo(fromId),
    recipient: ({ toId }) => (toId ? refTo(toId) : null),
    tier: async ({ ticketId }, _, { loaders }) => {
      const ticket = await loaders.ticketById.load(ticketId);
      return ticket && loaders.tierById.load(ticket.tierId);
    },
  },
  User: {
    ticketTransfers: ({ id }, { direction, ...args }, { services }) => services.transfers.ofUser(id, direction, args),
  },
};
