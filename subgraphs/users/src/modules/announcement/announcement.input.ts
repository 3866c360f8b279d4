import { id, idempotencyKey, line, text, z } from '@marquee/platform';
import { LANGUAGES } from '../preference/preference-language';

const instant = () => z.union([z.date(), z.string()]).transform((value) => new Date(value));

const announcedText = z.object({ language: z.enum(LANGUAGES), title: line(150), body: text(2000, 1) });

export const announceInput = z
  .object({
    texts: z
      .array(announcedText)
      .refine((all) => all.some(({ language }) => language === 'EN'), 'must have an English one, for who reads no other')
      .refine((all) => new Set(all.map(({ language }) => language)).size === all.length, 'must have each language once'),
    audience: z.enum(['ALL', 'ROLE', 'CITY']),
    role: z.enum(['USER', 'CURATOR', 'MODERATOR', 'ADMIN']).nullish(),
    city: line(80).nullish(),
    urgent: z.boolean(),
    scheduledFor: instant().nullish(),
    inLocalTime: z.boolean(),
    expiresAt: instant().nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ audience, role }) => (audience === 'ROLE') === (role != null), {
    path: ['role'],
    message: 'must be there with ROLE, and with nothing else',
  })
  .refine(({ audience, city }) => (audience === 'CITY') === (city != null), {
    path: ['city'],
    message: 'must be there with CITY, and with nothing else',
  })
  .refine(({ inLocalTime, scheduledFor }) => !inLocalTime || scheduledFor, {
    path: ['scheduledFor'],
    message: 'must be there with inLocalTime',
  });
export type Announce = z.output<typeof announceInput>;

export const cancelAnnouncementInput = z.object({ id: id(), idempotencyKey: idempotencyKey() });
export type CancelAnnouncement = z.output<typeof cancelAnnouncementInput>;
