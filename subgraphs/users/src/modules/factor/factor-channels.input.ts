import { idempotencyKey, soughtText, z } from '@marquee/platform';
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
  challengeToken: soughtText(200, 1).nullish(),
  method: channel(),
  idempotencyKey: idempotencyKey(),
});
export type SendLoginCode = z.output<typeof sendLoginCodeInput>;
