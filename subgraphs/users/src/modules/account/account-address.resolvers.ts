import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { pendingAddressOf } from '../address/address-sealed';
import { changeEmailInput, resendVerificationInput, verifyEmailInput } from './account-address.input';

export const addressResolvers: Resolvers = {
  Mutation: {
    verifyEmail: mutation('VerifyEmailSuccess', verifyEmailInput, async (input, { services }) => ({
      email: await services.addresses.verify(input),
    })),
    resendVerification: mutation('ResendVerificationSuccess', resendVerificationInput, async (input, { services }) => ({
      email: await services.addresses.resend(input),
    })),
    changeEmail: mutation('ChangeEmailSuccess', changeEmailInput, async (input, { services }) => {
      await services.addresses.change(input);
      return { viewer: (await services.users.me())! };
    }),
  },
  Viewer: {
    emailVerified: ({ user }) => user.emailVerifiedAt !== null,
    emailBounces: ({ user }) => user.emailBouncedAt !== null,
    pendingEmail: ({ user }, _, { kept }) => pendingAddressOf(kept.fields, user),
  },
};
