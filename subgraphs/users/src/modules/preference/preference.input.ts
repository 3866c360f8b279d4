import { idempotencyKey, z } from '@marquee/platform';
import { LANGUAGES } from '../notification/notification-kinds';
import { zoneOf } from './preference-zone';

const zone = () =>
  z.string().transform((name, context) => {
    const known = zoneOf(name);
    if (known === null) context.addIssue({ code: 'custom', message: 'must be an IANA time zone, such as Europe/Berlin' });
    return known ?? z.NEVER;
  });

export const updatePreferencesInput = z.object({
  language: z.enum(LANGUAGES as [(typeof LANGUAGES)[number]]).nullish(),
  timeZone: zone().nullish(),
  theme: z.enum(['SYSTEM', 'LIGHT', 'DARK']).nullish(),
  idempotencyKey: idempotencyKey(),
});

export type UpdatePreferences = z.output<typeof updatePreferencesInput>;
