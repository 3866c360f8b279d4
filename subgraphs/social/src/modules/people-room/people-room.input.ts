import { id, idempotencyKey, line, webAddress, z } from '@marquee/platform';

const people = () =>
  z
    .array(id())
    .min(1, 'must not be empty')
    .max(49, 'must have at most 49 entries')
    .transform((ids) => [...new Set(ids)]);

export const createRoomInput = z.object({
  name: line(80),
  imageUrl: webAddress().nullish(),
  userIds: people(),
  idempotencyKey: idempotencyKey(),
});
export type CreateRoom = z.output<typeof createRoomInput>;

export const updateRoomInput = z.object({
  roomId: id(),
  name: line(80).nullish(),
  imageUrl: webAddress().nullish(),
  idempotencyKey: idempotencyKey(),
});
export type UpdateRoom = z.output<typeof updateRoomInput>;

export const addToRoomInput = z.object({ roomId: id(), userIds: people(), idempotencyKey: idempotencyKey() });
export type AddToRoom = z.output<typeof addToRoomInput>;

/** Of mutations about a person in a room of several. */
export const roomPersonInput = z.object({ roomId: id(), userId: id(), idempotencyKey: idempotencyKey() });
export type OfRoomPerson = z.output<typeof roomPersonInput>;

export const leaveRoomInput = z.object({ roomId: id(), idempotencyKey: idempotencyKey() });
export type LeaveRoom = z.output<typeof leaveRoomInput>;
