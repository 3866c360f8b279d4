import { idempotencyKey, soughtText, z } from '@marquee/platform';
import { typedPassword } from '../account/account.input';

/** Six digits of an app, or a backup code: bounded, and otherwise not judged. */
export const code = () => soughtText(60, 1);

export const completeLoginInput = z.object({
  challengeToken: soughtText(200, 1),
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
