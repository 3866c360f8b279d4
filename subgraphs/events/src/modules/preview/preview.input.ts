import { id, z } from '@marquee/platform';
import { wall } from '../series/series.input';

export const previewCancellationInput = z
  .object({
    eventId: id()
      .nullish()
      .transform((value) => value ?? null),
    seriesId: id()
      .nullish()
      .transform((value) => value ?? null),
    recurrenceId: wall.nullish().transform((value) => value ?? null),
  })
  .refine(({ eventId, seriesId }) => (eventId === null) !== (seriesId === null), {
    path: ['eventId'],
    error: 'pass eventId or seriesId, and not both',
  })
  .refine(({ seriesId, recurrenceId }) => recurrenceId === null || seriesId !== null, {
    path: ['recurrenceId'],
    error: 'goes with seriesId',
  });

export type PreviewCancellation = z.output<typeof previewCancellationInput>;
