import { id, idempotencyKey, z } from '@marquee/platform';

export const blockUserInput = z.object({ userId: id(), idempotencyKey: idempotencyKey() });
export type BlockUser = z.output<typeof blockUserInput>;
