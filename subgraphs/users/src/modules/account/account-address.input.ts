import { idempotencyKey, soughtText, z } from '@marquee/platform';
import { email, typedPassword } from './account.input';

/** As it came in a mail: bounded, and otherwise not judged. */
export const mailedToken = () => soughtText(200, 1);

export const verifyEmailInput = z.object({ token: mailedToken(), idempotencyKey: idempotencyKey() });
export type VerifyEmail = z.output<typeof verifyEmailInput>;

export const resendVerificationInput = z.object({ idempotencyKey: idempotencyKey() });
export type ResendVerification = z.output<typeof resendVerificationInput>;

export const changeEmailInput = z.object({ email: email(), password: typedPassword(), idempotencyKey: idempotencyKey() });
export type ChangeEmail = z.output<typeof changeEmailInput>;
