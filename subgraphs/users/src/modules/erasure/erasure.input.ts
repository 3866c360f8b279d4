import { idempotencyKey, z } from '@marquee/platform';
import { mailedToken } from '../account/account-address.input';
import { typedPassword } from '../account/account.input';

export const requestErasureInput = z.object({
  emailOrUsername: z.string().max(320, 'must have at most 320 characters').nullish(),
  password: typedPassword().nullish(),
  code: z.string().min(1, 'must not be empty').max(60, 'must have at most 60 characters').nullish(),
  idempotencyKey: idempotencyKey(),
});
export type RequestErasure = z.output<typeof requestErasureInput>;

export const confirmErasureInput = z.object({ token: mailedToken(), giveUpBalance: z.boolean(), idempotencyKey: idempotencyKey() });
export type ConfirmErasure = z.output<typeof confirmErasureInput>;

export const cancelErasureInput = z.object({ token: mailedToken().nullish(), idempotencyKey: idempotencyKey() });
export type CancelErasure = z.output<typeof cancelErasureInput>;
