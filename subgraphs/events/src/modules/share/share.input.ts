import { id, idempotencyKey, soughtText, z } from '@marquee/platform';

export const CHANNELS = ['LINK', 'EMAIL', 'MESSAGE', 'MESSENGER', 'SOCIAL_NETWORK', 'QR_CODE', 'OTHER'] as const;
export type ShareChannel = (typeof CHANNELS)[number];

export const shareEventInput = z.object({ eventId: id(), channel: z.enum(CHANNELS), idempotencyKey: idempotencyKey() });
export const followShareInput = z.object({
  token: soughtText(64, 1),
  idempotencyKey: idempotencyKey(),
});

export type ShareEvent = z.output<typeof shareEventInput>;
export type FollowShare = z.output<typeof followShareInput>;
