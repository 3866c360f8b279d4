import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { changePasswordInput, loginInput, registerInput } from './account.input';

export const accountResolvers: Resolvers = {
  Mutation: {
    register: mutation(
      'RegisterSuccess',
      ({ kept }) => registerInput(kept.clock.now(), kept.settings.MAXIMUM_AGE),
      async (input, { services }) => services.accounts.register(input),
    ),
    login: mutation('LoginSuccess', loginInput, async (input, { services }) => services.accounts.login(input)),
    changePassword: mutation('ChangePasswordSuccess', changePasswordInput, async (input, { services }) => ({
      endedSessionCount: await services.accounts.changePassword(input),
    })),
  },
};
