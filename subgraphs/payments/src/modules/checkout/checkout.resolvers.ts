import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { giveTicketsInput } from './checkout-gift.input';
import { checkoutInput } from './checkout.input';

export const checkoutResolvers: Resolvers = {
  Mutation: {
    giveTickets: mutation('GiveTicketsSuccess', giveTicketsInput, async (input, { services }) => ({
      order: await services.gifts.give(input),
    })),
    checkout: mutation('CheckoutSuccess', checkoutInput, (input, { services }) => services.checkout.checkOut(input)),
  },
};
