import { id, idempotencyKey, z } from '@marquee/platform';

export const followInput = z.object({ userId: id(), idempotencyKey: idempotencyKey() });
export type FollowInput = z.output<typeof followInput>;
