import { id, idempotencyKey, z } from '@marquee/platform';

export const blockUserInput = z.object({ userId: id(), idempotencyKey: idempotencyKey() });
export type BlockUser = z.output<typeof blockUserInput>;

export const unblockUserInput = z.object({ userId: id(), idempotencyKey: idempotencyKey() });
export type UnblockUser = z.output<typeof unblockUserInput>;
