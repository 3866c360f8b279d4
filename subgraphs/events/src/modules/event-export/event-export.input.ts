import { id, idempotencyKey, z } from '@marquee/platform';

export const exportEventsInput = z
  .object({
    format: z.enum(['SCHEMA_ORG', 'ICALENDAR', 'CSV']),
    organizationId: id().nullish(),
    from: z.date().nullish(),
    until: z.date().nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ from, until }) => !from || !until || from < until, { path: ['until'], error: 'must be after from' });

export type ExportEvents = z.output<typeof exportEventsInput>;
