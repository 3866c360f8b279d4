import { id, idempotencyKey, line, z } from '@marquee/platform';

export const duplicateEventInput = z.object({
  eventId: id(),
  startsAt: z.date().nullish(),
  title: line(200).nullish(),
  idempotencyKey: idempotencyKey(),
});

export type DuplicateEvent = z.output<typeof duplicateEventInput>;
