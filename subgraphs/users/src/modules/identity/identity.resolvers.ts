import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { beginSocialLoginInput, completeSocialRegistrationInput, socialLoginInput, unlinkAccountInput } from './identity.input';

export const identityResolvers: Resolvers = {
  Query: {
    socialProviders: (_, __, { services }) => services.identityProofs.available(),
  },
  Mutation: {
    beginSocialLogin: mutation('BeginSocialLoginSuccess', beginSocialLoginInput, async (input, { services }) =>
      services.identityProofs.begin(input),
    ),
    socialLogin: mutation('SocialLoginSuccess', socialLoginInput, async (input, { services }) => services.identities.signIn(input)),
    completeSocialRegistration: mutation(
      'CompleteSocialRegistrationSuccess',
      ({ kept }) => completeSocialRegistrationInput(kept.clock.now(), kept.settings.MAXIMUM_AGE),
      async (input, { services }) => services.identities.register(input),
    ),
    linkAccount: mutation('LinkAccountSuccess', socialLoginInput, async (input, { services }) => ({
      linkedAccounts: await services.identityLinks.link(input),
    })),
    unlinkAccount: mutation('UnlinkAccountSuccess', unlinkAccountInput, async (input, { services }) => ({
      linkedAccounts: await services.identityLinks.unlink(input),
    })),
  },
  Viewer: {
    linkedAccounts: ({ user }, _, { services }) => services.identityLinks.of(user.id),
  },
  LinkedAccount: {
    name: ({ provider }, _, { services }) => services.identityProofs.labelOf(provider),
  },
};
