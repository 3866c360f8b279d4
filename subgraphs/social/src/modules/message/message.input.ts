import { id, idempotencyKey, line, verbatim, z } from '@marquee/platform';

export const sendMessageInput = z.object({
  roomId: id(),
  text: verbatim(4_000),
  clientMessageId: line(100),
  idempotencyKey: idempotencyKey(),
});
export type SendMessage = z.output<typeof sendMessageInput>;
