import { idempotencyKey, z } from '@marquee/platform';

import { minutesOf } from './preference-clock';
import { LANGUAGES } from './preference-language';
import { zoneOf } from './preference-zone';

const zone = () =>
  z.string().transform((name, context) => {
    const known = zoneOf(name);
    if (known === null) context.addIssue({ code: 'custom', message: 'must be an IANA time zone, such as Europe/Berlin' });
    return known ?? z.NEVER;
  });

const timeOfDay = () =>
  z.string().transform((written, context) => {
    const minutes = minutesOf(written);
    if (minutes === null) context.addIssue({ code: 'custom', message: 'must be a time of day, such as 22:00' });
    return minutes ?? z.NEVER;
  });

export const updatePreferencesInput = z.object({
  language: z.enum(LANGUAGES as [(typeof LANGUAGES)[number]]).nullish(),
  timeZone: zone().nullish(),
  theme: z.enum(['SYSTEM', 'LIGHT', 'DARK']).nullish(),
  quietHours: z
    .object({ from: timeOfDay(), until: timeOfDay() })
    .refine(({ from, until }) => from !== until, 'must begin and end at different times')
    .nullish(),
  digest: z.enum(['IMMEDIATE', 'HOURLY', 'DAILY', 'WEEKLY']).nullish(),
  idempotencyKey: idempotencyKey(),
});

export type UpdatePreferences = z.output<typeof updatePreferencesInput>;
