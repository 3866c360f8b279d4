import { id, idempotencyKey, z } from '@marquee/platform';

export const openDirectRoomInput = z.object({ userId: id(), idempotencyKey: idempotencyKey() });
export type OpenDirectRoom = z.output<typeof openDirectRoomInput>;

export const respondToMessageRequestInput = z.object({
  roomId: id(),
  response: z.enum(['ACCEPT', 'DECLINE', 'BLOCK']),
  idempotencyKey: idempotencyKey(),
});
export type RespondToMessageRequest = z.output<typeof respondToMessageRequestInput>;
