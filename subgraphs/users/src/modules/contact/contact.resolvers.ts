import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { findContactsInput } from './contact.input';

export const contactResolvers: Resolvers = {
  Mutation: {
    findContacts: mutation('FindContactsSuccess', findContactsInput, (input, { services }) => services.contacts.find(input)),
  },
};
