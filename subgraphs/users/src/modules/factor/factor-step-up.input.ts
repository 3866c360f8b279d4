import { idempotencyKey, z } from '@marquee/platform';
import { typedPassword } from '../account/account.input';
import { code } from './factor.input';

export const stepUpInput = z.object({ password: typedPassword(), code: code().nullish(), idempotencyKey: idempotencyKey() });
export type StepUp = z.output<typeof stepUpInput>;
