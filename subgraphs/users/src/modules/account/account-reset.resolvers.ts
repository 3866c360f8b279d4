import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { requestPasswordResetInput, resetPasswordInput } from './account-reset.input';

export const resetResolvers: Resolvers = {
  Mutation: {
    requestPasswordReset: mutation('RequestPasswordResetSuccess', requestPasswordResetInput, async (input, { services }) => {
      await services.resets.request(input);
      return { email: input.email };
    }),
    resetPassword: mutation('ResetPasswordSuccess', resetPasswordInput, async (input, { services }) => ({
      endedSessionCount: await services.resets.reset(input),
    })),
  },
};
