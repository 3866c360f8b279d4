import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { changeUsernameInput } from './account-username.input';

export const usernameResolvers: Resolvers = {
  Mutation: {
    changeUsername: mutation('ChangeUsernameSuccess', changeUsernameInput, async (input, { services }) => ({
      user: await services.usernames.change(input),
    })),
  },
};
