import { idempotencyKey, soughtText, z } from '@marquee/platform';
import { email, registerInput, username } from '../account/account.input';
import { displayName } from '../user/user.input';

const provider = () => z.enum(['GOOGLE', 'APPLE', 'FACEBOOK', 'OIDC']);

export const beginSocialLoginInput = z.object({
  provider: provider(),
  redirectUri: z.string().max(500, 'must have at most 500 characters').nullish(),
  idempotencyKey: idempotencyKey(),
});
export type BeginSocialLogin = z.output<typeof beginSocialLoginInput>;

/** As they came from a provider: bounded, and otherwise not judged. */
export const socialLoginInput = z
  .object({
    state: soughtText(200, 1),
    code: soughtText(4096, 1).nullish(),
    idToken: soughtText(16_384, 1).nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ code, idToken }) => (code == null) !== (idToken == null), {
    path: ['code'],
    message: 'must be given, or else idToken; not both',
  });
export type SocialProof = z.output<typeof socialLoginInput>;

export const completeSocialRegistrationInput = (today: Date, maximumAge: number | undefined) =>
  z.object({
    registrationToken: soughtText(8192, 1),
    username: username(),
    displayName: displayName(),
    email: email().nullish(),
    birthDate: registerInput(today, maximumAge).shape.birthDate,
    idempotencyKey: idempotencyKey(),
  });
export type CompleteSocialRegistration = z.output<ReturnType<typeof completeSocialRegistrationInput>>;

export const unlinkAccountInput = z.object({ provider: provider(), idempotencyKey: idempotencyKey() });
export type UnlinkAccount = z.output<typeof unlinkAccountInput>;
