import { idempotencyKey, z } from '@marquee/platform';
import { typedPassword } from '../account/account.input';

/** Six digits of an app, or a backup code: bounded, and otherwise not judged. */
export const code = () => z.string().min(1, 'must not be empty').max(60, 'must have at most 60 characters');

export const completeLoginInput = z.object({
  challengeToken: z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
  code: code(),
  idempotencyKey: idempotencyKey(),
});
export type CompleteLogin = z.output<typeof completeLoginInput>;

export const beginTotpInput = z.object({ password: typedPassword(), idempotencyKey: idempotencyKey() });
export type BeginTotp = z.output<typeof beginTotpInput>;

export const confirmTotpInput = z.object({ code: code(), idempotencyKey: idempotencyKey() });
export type ConfirmTotp = z.output<typeof confirmTotpInput>;

export const disableTotpInput = z.object({ password: typedPassword(), code: code(), idempotencyKey: idempotencyKey() });
export type DisableTotp = z.output<typeof disableTotpInput>;

export const renewBackupCodesInput = z.object({ password: typedPassword(), code: code(), idempotencyKey: idempotencyKey() });
export type RenewBackupCodes = z.output<typeof renewBackupCodesInput>;
