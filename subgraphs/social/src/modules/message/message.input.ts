import { id, idempotencyKey, line, text, z } from '@marquee/platform';

export const sendMessageInput = z.object({
  roomId: id(),
  text: text(4_000, 1),
  clientMessageId: line(100),
  idempotencyKey: idempotencyKey(),
});
export type SendMessage = z.output<typeof sendMessageInput>;
