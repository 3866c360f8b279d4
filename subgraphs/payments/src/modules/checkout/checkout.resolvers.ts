import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { checkoutInput } from './checkout.input';

export const checkoutResolvers: Resolvers = {
  Mutation: {
    checkout: mutation('CheckoutSuccess', checkoutInput, (input, { services }) => services.checkout.checkOut(input)),
  },
};
