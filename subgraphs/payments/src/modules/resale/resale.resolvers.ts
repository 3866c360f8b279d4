import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { buyResaleInput, offerResaleInput, withdrawResaleInput } from './resale.input';

export const resaleResolvers: Resolvers = {
  Mutation: {
    offerResale: mutation('OfferResaleSuccess', offerResaleInput, async (input, { services }) => ({
      resale: await services.resales.offer(input),
    })),
    withdrawResale: mutation('WithdrawResaleSuccess', withdrawResaleInput, async (input, { services }) => ({
      resale: await services.resales.withdraw(input),
    })),
    buyResale: mutation('BuyResaleSuccess', buyResaleInput, (input, { services }) => services.resaleCheckout.buy(input)),
  },
  Ticket: {
    resale: (ticket, _, { services }) => services.resales.ofTicket(ticket),
  },
  Event: {
    resales: ({ id }, args, { services }) => services.resales.ofEvent(id, args),
  },
  TicketResale: {
    __resolveReference: ({ id }, { services }) => services.resales.byId(id),
    price: ({ priceMinor, currency }) => money(priceMinor, currency),
    event: ({ eventId }) => refTo(eventId),
    tier: ({ tierId }, _, { services }) => services.tiers.byId(tierId),
    ticket: (resale, _, { services }) => services.resales.ticketOf(resale),
    viewerSells: (resale, _, { services }) => services.resales.isSeller(resale),
  },
};
