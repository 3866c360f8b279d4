import { idempotencyKey, z } from '@marquee/platform';
import { mailedToken } from './account-address.input';
import { email, newPassword } from './account.input';

export const requestPasswordResetInput = z.object({ email: email(), idempotencyKey: idempotencyKey() });
export type RequestPasswordReset = z.output<typeof requestPasswordResetInput>;

export const resetPasswordInput = z.object({ token: mailedToken(), newPassword: newPassword(), idempotencyKey: idempotencyKey() });
export type ResetPassword = z.output<typeof resetPasswordInput>;
