import { id, idempotencyKey, z } from '@marquee/platform';

const sequence = () => z.number().int().min(0, 'must not be negative');

export const markReadInput = z.object({ roomId: id(), sequence: sequence(), idempotencyKey: idempotencyKey() });
export type MarkRead = z.output<typeof markReadInput>;

export const markUnreadInput = z.object({
  roomId: id(),
  sequence: z.number().int().min(1, 'must be at least 1'),
  idempotencyKey: idempotencyKey(),
});
export type MarkUnread = z.output<typeof markUnreadInput>;

export const markDeliveredInput = z.object({
  delivered: z
    .array(z.object({ roomId: id(), sequence: sequence() }))
    .min(1, 'must not be empty')
    .max(100, 'must have at most 100 entries')
    .refine((rooms) => new Set(rooms.map(({ roomId }) => roomId)).size === rooms.length, 'must name each room once'),
  idempotencyKey: idempotencyKey(),
});
export type MarkDelivered = z.output<typeof markDeliveredInput>;

export const setRoomNotificationsInput = z.object({
  roomId: id(),
  notify: z.enum(['ALL', 'MENTIONS', 'NOTHING']),
  mutedUntil: z.date().nullish(),
  idempotencyKey: idempotencyKey(),
});
export type SetRoomNotifications = z.output<typeof setRoomNotificationsInput>;

export const pinRoomInput = z.object({ roomId: id(), idempotencyKey: idempotencyKey() });
export type PinRoom = z.output<typeof pinRoomInput>;
