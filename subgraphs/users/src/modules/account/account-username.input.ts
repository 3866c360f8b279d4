import { idempotencyKey, z } from '@marquee/platform';
import { username } from './account.input';

export const changeUsernameInput = z.object({ username: username(), idempotencyKey: idempotencyKey() });
export type ChangeUsername = z.output<typeof changeUsernameInput>;
