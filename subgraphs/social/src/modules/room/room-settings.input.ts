import { id, idempotencyKey, text, z } from '@marquee/platform';

const speakers = () => z.enum(['EVERYBODY', 'GUESTS', 'TEAM']).nullish();

export const updateRoomSettingsInput = z.object({
  roomId: id(),
  slowModeSeconds: z.number().int().min(0, 'must not be negative').max(21_600, 'must be at most 21,600').nullish(),
  announcementsOnly: z.boolean().nullish(),
  historyFromJoining: z.boolean().nullish(),
  keepDays: z.number().int().min(1, 'must be at least 1').max(3_650, 'must be at most 3,650').nullish(),
  speakBefore: speakers(),
  speakLive: speakers(),
  speakAfter: speakers(),
  idempotencyKey: idempotencyKey(),
});
export type UpdateRoomSettings = z.output<typeof updateRoomSettingsInput>;

export const banFromRoomInput = z.object({
  roomId: id(),
  userId: id(),
  reason: text(500).nullish(),
  endsAt: z.date().nullish(),
  idempotencyKey: idempotencyKey(),
});
export type BanFromRoom = z.output<typeof banFromRoomInput>;

export const unbanFromRoomInput = z.object({ roomId: id(), userId: id(), idempotencyKey: idempotencyKey() });
export type UnbanFromRoom = z.output<typeof unbanFromRoomInput>;
