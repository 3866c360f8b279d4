import { id, idempotencyKey, text, z } from '@marquee/platform';
import { confirmation, editFields } from '../authoring/authoring.input';
import { content, MAX_MINUTES } from '../template/template.input';
import { wallTime, type WallTime } from './wall-clock';

const MOST_STARTS = 200;

export const wall = z.string().transform((value, ctx): WallTime => {
  const read = wallTime(value);
  if (read !== null) return read;
  ctx.addIssue({ code: 'custom', message: 'must be a time on the wall clock such as 2027-05-01T19:30' });
  return z.NEVER;
});

const walls = z
  .array(wall)
  .max(MOST_STARTS, `must be at most ${MOST_STARTS}`)
  .nullish()
  .transform((values) => [...new Set(values ?? [])].sort());

const schedule = z.object({ start: wall, rule: z.string().max(500), additionalStarts: walls, excludedStarts: walls });

const reason = text(500)
  .nullish()
  .transform((value) => value || null);

const { startsAt: _start, endsAt: _end, timezone, coverId: _cover, galleryIds: _gallery, videoPosterId: _poster, ...changed } = editFields;

const optional = <Fields extends Record<string, z.ZodType>>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, schema.optional()])) as {
    [Name in keyof Fields]: z.ZodOptional<Fields[Name]>;
  };

export const createSeriesInput = z
  .object({
    content: content.nullish(),
    templateId: id().nullish(),
    organizationId: id().nullish(),
    schedule,
    idempotencyKey: idempotencyKey(),
  })
  .refine((input) => !input.content !== !input.templateId, { path: ['content'], error: 'pass content or templateId, and not both' })
  .refine((input) => !input.templateId || !input.organizationId, {
    path: ['organizationId'],
    error: 'whose the template is, owns the series',
  });

export const updateSeriesInput = z
  .object({
    eventId: id(),
    version: z.number().int(),
    scope: z.enum(['THIS', 'THIS_AND_FOLLOWING', 'ALL']),
    changes: z
      .object(optional(changed))
      .refine((input) => !input.venue || !input.venueId, { path: ['venueId'], error: 'pass venue or venueId, not both' })
      .nullish()
      .transform((value) => value ?? {}),
    startsAt: z.date().nullish(),
    endsAt: z.date().nullish(),
    schedule: schedule.nullish(),
    timezone: timezone.nullish(),
    durationMinutes: z.number().int().min(1, 'must be at least 1').max(MAX_MINUTES, `must be at most ${MAX_MINUTES}`).nullish(),
    confirmation,
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ scope, startsAt, endsAt }) => scope === 'THIS' || (!startsAt && !endsAt), {
    path: ['startsAt'],
    error: 'goes with THIS only; send a schedule',
  })
  .refine(({ scope, schedule: wished }) => scope !== 'THIS' || !wished, { path: ['schedule'], error: 'does not go with THIS' })
  .refine(({ schedule: wished, timezone: zone, durationMinutes }) => wished || (!zone && !durationMinutes), {
    path: ['schedule'],
    error: 'goes with timezone and durationMinutes',
  });

export const occurrencesInput = z.object({ from: z.date().nullish() });

export const cancelOccurrenceInput = z.object({
  seriesId: id(),
  recurrenceId: wall,
  reason,
  confirmation,
  idempotencyKey: idempotencyKey(),
});
export const cancelSeriesInput = z.object({ seriesId: id(), reason, confirmation, idempotencyKey: idempotencyKey() });

export type ScheduleInput = z.output<typeof schedule>;
export type CreateSeries = z.output<typeof createSeriesInput>;
export type UpdateSeries = z.output<typeof updateSeriesInput>;
export type CancelOccurrence = z.output<typeof cancelOccurrenceInput>;
export type CancelSeries = z.output<typeof cancelSeriesInput>;
