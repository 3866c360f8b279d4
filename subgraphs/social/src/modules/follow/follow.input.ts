import { id, idempotencyKey, z } from '@marquee/platform';

export const followInput = z.object({ userId: id(), idempotencyKey: idempotencyKey() });
export type FollowUser = z.output<typeof followInput>;

export const unfollowInput = z.object({ userId: id(), idempotencyKey: idempotencyKey() });
export type UnfollowUser = z.output<typeof unfollowInput>;

export const removeFollowerInput = z.object({ userId: id(), idempotencyKey: idempotencyKey() });
export type RemoveFollower = z.output<typeof removeFollowerInput>;
