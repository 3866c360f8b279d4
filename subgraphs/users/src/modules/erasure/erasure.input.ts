import { idempotencyKey, soughtText, z } from '@marquee/platform';
import { mailedToken } from '../account/account-address.input';
import { typedPassword } from '../account/account.input';

export const requestErasureInput = z.object({
  emailOrUsername: soughtText(320).nullish(),
  password: typedPassword().nullish(),
  code: soughtText(60, 1).nullish(),
  idempotencyKey: idempotencyKey(),
});
export type RequestErasure = z.output<typeof requestErasureInput>;

export const confirmErasureInput = z.object({ token: mailedToken(), giveUpBalance: z.boolean(), idempotencyKey: idempotencyKey() });
export type ConfirmErasure = z.output<typeof confirmErasureInput>;

export const cancelErasureInput = z.object({ token: mailedToken().nullish(), idempotencyKey: idempotencyKey() });
export type CancelErasure = z.output<typeof cancelErasureInput>;
