import { id, idempotencyKey, line, text, verbatim, z } from '@marquee/platform';

/** Whom a message names, each once. */
const mentions = () =>
  z
    .array(id())
    .max(20, 'must have at most 20 entries')
    .transform((ids) => [...new Set(ids)])
    .nullish();

export const sendMessageInput = z.object({
  roomId: id(),
  text: verbatim(4_000),
  clientMessageId: line(100),
  replyToId: id().nullish(),
  mentionedUserIds: mentions(),
  idempotencyKey: idempotencyKey(),
});
export type SendMessage = z.output<typeof sendMessageInput>;

export const sendMessagesInput = z.object({
  messages: z.array(sendMessageInput).min(1, 'must not be empty').max(100, 'must have at most 100 entries'),
});
export type SendMessages = z.output<typeof sendMessagesInput>;

export const editMessageInput = z.object({
  messageId: id(),
  text: verbatim(4_000),
  mentionedUserIds: mentions(),
  idempotencyKey: idempotencyKey(),
});
export type EditMessage = z.output<typeof editMessageInput>;

export const deleteMessageInput = z.object({ messageId: id(), reason: text(500).nullish(), idempotencyKey: idempotencyKey() });
export type DeleteMessage = z.output<typeof deleteMessageInput>;

export const pinMessageInput = z.object({ messageId: id(), idempotencyKey: idempotencyKey() });
export type PinMessage = z.output<typeof pinMessageInput>;

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One sign as people see it, however many code points it has; kept as it is written. */
const emoji = () =>
  z
    .string()
    .max(40, 'must be one emoji')
    .refine(
      (value) => [...segments.segment(value)].length === 1 && /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20e3/u.test(value),
      'must be one emoji',
    );

export const reactToMessageInput = z.object({ messageId: id(), emoji: emoji(), idempotencyKey: idempotencyKey() });
export type ReactToMessage = z.output<typeof reactToMessageInput>;
