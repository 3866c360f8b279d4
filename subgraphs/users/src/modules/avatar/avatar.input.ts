import { id, idempotencyKey, z } from '@marquee/platform';
import { AVATAR_TYPES, MAX_AVATAR_BYTES } from './avatar-limits';

export const requestAvatarUploadInput = z.object({
  contentType: z.enum(AVATAR_TYPES, 'must be image/png, image/jpeg or image/webp'),
  size: z.number().int().min(1, 'must not be empty').max(MAX_AVATAR_BYTES, `must be at most ${MAX_AVATAR_BYTES} bytes`),
  idempotencyKey: idempotencyKey(),
});

export type RequestAvatarUpload = z.output<typeof requestAvatarUploadInput>;

export const setAvatarInput = z.object({ uploadId: id(), idempotencyKey: idempotencyKey() });

export type SetAvatar = z.output<typeof setAvatarInput>;

export const removeAvatarInput = z.object({ idempotencyKey: idempotencyKey() });

export type RemoveAvatar = z.output<typeof removeAvatarInput>;
