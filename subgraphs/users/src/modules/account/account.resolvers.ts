import { settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const accountResolvers: Resolvers = {
  Mutation: {
    register: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'RegisterSuccess', ...(await services.accounts.register(input)) })),
    login: (_, { input }, { services }) => settle(async () => ({ __typename: 'LoginSuccess', ...(await services.accounts.login(input)) })),
    changePassword: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'ChangePasswordSuccess', endedSessionCount: await services.accounts.changePassword(input) })),
  },
};
