import { id, idempotencyKey, line, z } from '@marquee/platform';
import { newContent } from '../authoring/authoring.input';
import { MAX_LENGTH_DAYS } from '../event/event-length';

export const MAX_MINUTES = MAX_LENGTH_DAYS * 24 * 60;

/** What events are made from, and how long they last. */
export const content = z
  .object({
    ...newContent,
    durationMinutes: z.number().int().min(1, 'must be at least 1').max(MAX_MINUTES, `must be at most ${MAX_MINUTES}`),
  })
  .refine((input) => !input.venue || !input.venueId, { path: ['venueId'], error: 'pass venue or venueId, not both' });

const name = line(100);

export const createTemplateInput = z
  .object({ name, eventId: id().nullish(), content: content.nullish(), organizationId: id().nullish(), idempotencyKey: idempotencyKey() })
  .refine((input) => !input.eventId !== !input.content, { path: ['content'], error: 'pass eventId or content, and not both' });

export const updateTemplateInput = z.object({
  templateId: id(),
  version: z.number().int(),
  name: name.nullish(),
  content: content.nullish(),
  idempotencyKey: idempotencyKey(),
});

export const deleteTemplateInput = z.object({ templateId: id(), idempotencyKey: idempotencyKey() });

export const createFromTemplateInput = z.object({
  templateId: id(),
  startsAt: z.date(),
  endsAt: z.date().nullish(),
  title: line(200).nullish(),
  idempotencyKey: idempotencyKey(),
});

export type TemplateContent = z.output<typeof content>;
export type CreateTemplate = z.output<typeof createTemplateInput>;
export type UpdateTemplate = z.output<typeof updateTemplateInput>;
export type DeleteTemplate = z.output<typeof deleteTemplateInput>;
export type CreateFromTemplate = z.output<typeof createFromTemplateInput>;
