import { id, line, z } from '@marquee/platform';

export const myEventsInput = z
  .object({
    status: z.enum(['DRAFT', 'PENDING_REVIEW', 'NEEDS_REVISION', 'REJECTED', 'PUBLISHED', 'CANCELLED', 'COMPLETED']).nullish(),
    organizationId: id().nullish(),
    from: z.date().nullish(),
    to: z.date().nullish(),
    collapseSeries: z.boolean().nullish(),
    text: line(100).nullish(),
  })
  .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' });

export type MyEventsFilter = z.output<typeof myEventsInput>;
