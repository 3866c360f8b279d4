import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { addPhoneInput, confirmPhoneInput, removePhoneInput } from './phone.input';

export const phoneResolvers: Resolvers = {
  Mutation: {
    addPhone: mutation('AddPhoneSuccess', addPhoneInput, (input, { services }) => services.phones.add(input)),
    confirmPhone: mutation('ConfirmPhoneSuccess', confirmPhoneInput, async (input, { services }) => {
      await services.phones.confirm(input);
      return { viewer: (await services.users.me())! };
    }),
    removePhone: mutation('RemovePhoneSuccess', removePhoneInput, async (input, { services }) => {
      await services.phones.remove(input);
      return { viewer: (await services.users.me())! };
    }),
  },
  Viewer: {
    phone: ({ user }, _, { services }) => services.phones.own(user.id),
  },
};
