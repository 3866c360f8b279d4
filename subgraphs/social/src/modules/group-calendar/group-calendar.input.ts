import { z } from '@marquee/platform';

export const groupCalendarInput = z
  .object({ from: z.date().nullish(), until: z.date().nullish() })
  .refine(({ from, until }) => !from || !until || until > from, { path: ['until'], message: 'must be later than from' });
export type CalendarSpan = z.output<typeof groupCalendarInput>;
