import { idempotencyKey, z } from '@marquee/platform';
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
    state: z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
    code: z.string().min(1, 'must not be empty').max(4096, 'must have at most 4096 characters').nullish(),
    idToken: z.string().min(1, 'must not be empty').max(16_384, 'must have at most 16384 characters').nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ code, idToken }) => (code == null) !== (idToken == null), {
    path: ['code'],
    message: 'must be given, or else idToken; not both',
  });
export type SocialProof = z.output<typeof socialLoginInput>;

export const completeSocialRegistrationInput = (today: Date, maximumAge: number | undefined) =>
  z.object({
    registrationToken: z.string().min(1, 'must not be empty').max(8192, 'must have at most 8192 characters'),
    username: username(),
    displayName: displayName(),
    email: email().nullish(),
    birthDate: registerInput(today, maximumAge).shape.birthDate,
    idempotencyKey: idempotencyKey(),
  });
export type CompleteSocialRegistration = z.output<ReturnType<typeof completeSocialRegistrationInput>>;

export const unlinkAccountInput = z.object({ provider: provider(), idempotencyKey: idempotencyKey() });
export type UnlinkAccount = z.output<typeof unlinkAccountInput>;
