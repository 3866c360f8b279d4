import { id, idempotencyKey, z } from '@marquee/platform';

export const CHANNELS = ['LINK', 'EMAIL', 'MESSAGE', 'MESSENGER', 'SOCIAL_NETWORK', 'QR_CODE', 'OTHER'] as const;
export type ShareChannel = (typeof CHANNELS)[number];

export const shareEventInput = z.object({ eventId: id(), channel: z.enum(CHANNELS), idempotencyKey: idempotencyKey() });
export const followShareInput = z.object({
  token: z.string().min(1, 'must not be empty').max(64, 'must have at most 64 characters'),
  idempotencyKey: idempotencyKey(),
});

export type ShareEvent = z.output<typeof shareEventInput>;
export type FollowShare = z.output<typeof followShareInput>;
