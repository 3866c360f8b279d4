import { idempotencyKey, z } from '@marquee/platform';
import { typedPassword } from '../account/account.input';

const channel = () => z.enum(['SMS', 'EMAIL']);

export const setCodeChannelInput = z.object({
  channel: channel(),
  enabled: z.boolean(),
  password: typedPassword(),
  idempotencyKey: idempotencyKey(),
});
export type SetCodeChannel = z.output<typeof setCodeChannelInput>;

export const sendLoginCodeInput = z.object({
  challengeToken: z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters').nullish(),
  method: channel(),
  idempotencyKey: idempotencyKey(),
});
export type SendLoginCode = z.output<typeof sendLoginCodeInput>;
