import { id, idempotencyKey, line, z } from '@marquee/platform';

export const TRACKED = ['VIEW', 'IMPRESSION', 'CLICK', 'DWELL', 'SHARE', 'SEARCH'] as const;
const SOURCES = ['FEED', 'FEED_B', 'TRENDING', 'SEARCH', 'SHARED_LINK', 'CALENDAR', 'PROFILE', 'NOTIFICATION', 'OTHER'] as const;

const one = z
  .object({
    clientId: line(64),
    type: z.enum(TRACKED),
    at: z.date(),
    eventId: id().nullish(),
    source: z.enum(SOURCES),
    referenceId: line(64).nullish(),
    dwellMs: z.number().int().min(1, 'must be between 1 and 3600000').max(3_600_000, 'must be between 1 and 3600000').nullish(),
    query: line(200).nullish(),
    resultCount: z.number().int().min(0, 'must not be negative').nullish(),
  })
  .superRefine((item, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const isSearch = item.type === 'SEARCH';
    if (isSearch !== (item.eventId == null)) fault('eventId', isSearch ? 'must be left out of a SEARCH' : `is needed for ${item.type}`);
    if ((item.type === 'DWELL') !== (item.dwellMs != null))
      fault('dwellMs', item.dwellMs == null ? 'is needed for DWELL' : 'is of DWELL alone');
    for (const field of ['query', 'resultCount'] as const) {
      if (isSearch !== (item[field] != null)) fault(field, isSearch ? 'is needed for SEARCH' : 'is of SEARCH alone');
    }
    if (isSearch && item.referenceId == null) fault('referenceId', 'is needed for SEARCH');
  });

export const trackInteractionsInput = z
  .object({
    interactions: z.array(one).min(1, 'must have 1 to 100 items').max(100, 'must have 1 to 100 items'),
    session: id(),
    consent: z.boolean(),
    platform: z.enum(['WEB', 'IOS', 'ANDROID', 'OTHER']),
    idempotencyKey: idempotencyKey(),
  })
  .superRefine(({ interactions }, context) => {
    const seen = new Set<string>();
    interactions.forEach(({ clientId }, at) => {
      if (seen.has(clientId))
        context.addIssue({ code: 'custom', path: ['interactions', at, 'clientId'], message: 'is of an item before it, too' });
      seen.add(clientId);
    });
  });

export const setPersonalizationInput = z.object({ enabled: z.boolean(), idempotencyKey: idempotencyKey() });

const MOST_DAYS = 400;
const DAY_MS = 86_400_000;
const day = () =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, such as 2026-11-30')
    .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false, 'must be a day, such as 2026-11-30');

/** Days of UTC, both included. */
export const dayRangeInput = z.object({ from: day(), to: day() }).superRefine(({ from, to }, context) => {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1) context.addIssue({ code: 'custom', path: ['to'], message: 'must not be before from' });
  if (days > MOST_DAYS) context.addIssue({ code: 'custom', path: ['to'], message: `must be at most ${MOST_DAYS} days after from` });
});

export const searchLogInput = z.object({
  range: dayRangeInput,
  onlyEmpty: z.boolean(),
  first: z
    .number()
    .int()
    .min(1, 'must be between 1 and 100')
    .max(100, 'must be between 1 and 100')
    .nullish()
    .transform((value) => value ?? 20),
});

export type TrackInteractions = z.output<typeof trackInteractionsInput>;
export type SetPersonalization = z.output<typeof setPersonalizationInput>;
export type DayRange = z.output<typeof dayRangeInput>;
export type SearchLogAsked = z.output<typeof searchLogInput>;
