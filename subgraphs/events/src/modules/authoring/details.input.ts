import { line, webAddress, z, type InputFault } from '@marquee/platform';
import type { OnlineProvider } from '../../generated/prisma/enums';
import { ACCESSIBILITY_FEATURES, providerOf, type MetadataEntry, type Performer } from '../event/event-details';

const MAX_METADATA = 50;
const MAX_PERFORMERS = 50;

/** The canonical form of a BCP 47 tag, `fr-CA` for `FR-ca`; null when it is none, or means nothing. */
function languageTag(tag: string): string | null {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    return canonical && canonical !== 'und' && canonical.length <= 35 ? canonical : null;
  } catch {
    return null;
  }
}

const language = z.string().transform((tag, context) => {
  const canonical = languageTag(tag.trim());
  if (canonical) return canonical;
  context.addIssue({ code: 'custom', message: 'must be a BCP 47 language tag such as fr or fr-CA' });
  return z.NEVER;
});

const entry = z
  .object({
    key: z
      .string()
      .regex(/^[a-z][a-z0-9_.-]{0,39}$/i, 'must begin with a letter and have at most 40 letters, digits, dots, hyphens and underscores'),
    text: line(500, 0).nullish(),
    number: z.number().nullish(),
    boolean: z.boolean().nullish(),
  })
  .refine(({ text, number, boolean }) => [text, number, boolean].filter((value) => value != null).length === 1, {
    path: ['key'],
    error: 'pass one of text, number and boolean',
  })
  .transform(({ key, text, number, boolean }): MetadataEntry => ({ key, value: text ?? number ?? boolean! }));

const performer = z.object({
  name: line(100),
  url: webAddress()
    .nullish()
    .transform((url) => url ?? null),
});

const age = z.number().int().min(0, 'must be between 0 and 120').max(120, 'must be between 0 and 120');
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();
const optionalLine = (max: number) => optional(line(max, 0)).transform((value) => value || null);

/** What an event tells beside its title, description, times and place. */
export const detailFields = {
  shortDescription: optionalLine(300),
  videoUrl: optional(webAddress()),
  ticketUrl: optional(webAddress()),
  accessibility: z
    .array(z.enum(ACCESSIBILITY_FEATURES))
    .transform((features) => ACCESSIBILITY_FEATURES.filter((one) => features.includes(one))),
  accessibilityNote: optionalLine(1000),
  minAge: optional(age),
  maxAge: optional(age),
  petsAllowed: optional(z.boolean()),
  outdoors: optional(z.boolean()),
  languages: z
    .array(language)
    .max(20, 'must be at most 20')
    .transform((tags) => [...new Set(tags)]),
  neighbourhood: optionalLine(100),
  metadata: z
    .array(entry)
    .max(MAX_METADATA, `must be at most ${MAX_METADATA}`)
    .refine((entries) => new Set(entries.map(({ key }) => key)).size === entries.length, 'must not have one key twice')
    .transform((entries) => entries.toSorted((one, other) => (one.key < other.key ? -1 : 1))),
  performers: z
    .array(performer)
    .max(MAX_PERFORMERS, `must be at most ${MAX_PERFORMERS}`)
    .refine((all) => new Set(all.map(({ name }) => name.toLowerCase())).size === all.length, 'must not name anybody twice')
    .transform((all): Performer[] => all),
  onlineProvider: optional(z.enum(['ZOOM', 'TEAMS', 'MEET', 'WEBEX', 'OTHER'])),
};

/** For a new event: what is left out is not told. */
export const newDetails = {
  shortDescription: detailFields.shortDescription.optional().transform((value) => value ?? null),
  videoUrl: detailFields.videoUrl.optional().transform((value) => value ?? null),
  ticketUrl: detailFields.ticketUrl.optional().transform((value) => value ?? null),
  accessibility: detailFields.accessibility.nullish().transform((value) => value ?? []),
  accessibilityNote: detailFields.accessibilityNote.optional().transform((value) => value ?? null),
  minAge: detailFields.minAge.optional().transform((value) => value ?? null),
  maxAge: detailFields.maxAge.optional().transform((value) => value ?? null),
  petsAllowed: detailFields.petsAllowed.optional().transform((value) => value ?? null),
  outdoors: detailFields.outdoors.optional().transform((value) => value ?? null),
  languages: detailFields.languages.nullish().transform((value) => value ?? []),
  neighbourhood: detailFields.neighbourhood.optional().transform((value) => value ?? null),
  metadata: detailFields.metadata.nullish().transform((value) => value ?? []),
  performers: detailFields.performers.nullish().transform((value) => value ?? []),
  onlineProvider: detailFields.onlineProvider.optional().transform((value) => value ?? null),
};

/** How the details of a whole event go together. */
export function faultsOfDetails(event: {
  minAge?: number | null;
  maxAge?: number | null;
  onlineUrl: string | null;
  onlineProvider?: OnlineProvider | null;
}): InputFault[] {
  const { minAge = null, maxAge = null, onlineUrl, onlineProvider = null } = event;
  const faults: InputFault[] = [];
  if (minAge !== null && maxAge !== null && maxAge < minAge) faults.push({ path: 'maxAge', message: 'must not be below minAge' });
  if (onlineProvider !== null && onlineUrl === null) faults.push({ path: 'onlineProvider', message: 'goes with an onlineUrl' });
  else if (onlineProvider !== null && onlineProvider !== 'OTHER' && providerOf(onlineUrl!) !== onlineProvider)
    faults.push({ path: 'onlineProvider', message: 'is not where onlineUrl leads' });
  return faults;
}
