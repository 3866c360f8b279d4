import { id, latitude, line, longitude, z } from '@marquee/platform';
import { IANAZone } from 'luxon';
import { ACCESSIBILITY_FEATURES } from '../event/event-details';
import { WEEKDAYS } from './weekdays';
import { EVENT_BADGES } from './badges';
import { PARTS_OF_QUERY } from './query-meaning';
import { normaliseTags } from '../tag/tag.input';

/** Characters. */
export const MAX_QUERY = 200;
const MAX_RADIUS_KM = 500;
const DEFAULT_RADIUS_KM = 25;
const MAX_CHOICES = 20;

const choices = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .max(MAX_CHOICES, `must be at most ${MAX_CHOICES}`)
    .nullish()
    .transform((values) => values ?? []);

export const nearInput = z.object({
  latitude: latitude(),
  longitude: longitude(),
  radiusKm: z
    .number()
    .positive('must be more than 0')
    .max(MAX_RADIUS_KM, `must be at most ${MAX_RADIUS_KM}`)
    .nullish()
    .transform((value) => value ?? DEFAULT_RADIUS_KM),
});

export const boxInput = z
  .object({ south: latitude(), west: longitude(), north: latitude(), east: longitude() })
  .refine(({ south, north }) => south < north, { path: ['north'], error: 'must be more than south' })
  .refine(({ west, east }) => west !== east, { path: ['east'], error: 'must not be the same as west' });

const span = z.object({ from: z.date(), to: z.date() }).refine(({ from, to }) => from < to, { path: ['to'], error: 'must be after from' });

const timezone = z.string().refine((name) => IANAZone.isValidZone(name), 'must be an IANA time zone such as America/Toronto');

/** Where somebody is who asks. */
export const hereInput = z
  .object({ latitude: latitude().nullish(), longitude: longitude().nullish(), timezone: timezone.nullish() })
  .refine((place) => (place.latitude == null) === (place.longitude == null), {
    path: ['longitude'],
    error: 'latitude and longitude come together',
  });

/** What narrows a search. */
export const filterInput = z
  .object({
    near: nearInput.nullish(),
    within: boxInput.nullish(),
    venueId: id().nullish(),
    categorySlugs: choices(z.string().max(100)),
    tags: choices(z.string().max(100)).transform(normaliseTags),
    startsAfter: z.date().nullish(),
    startsBefore: z.date().nullish(),
    on: span.nullish(),
    free: z.boolean().nullish(),
    format: z.enum(['IN_PERSON', 'VIRTUAL', 'HYBRID']).nullish(),
    priceBucket: choices(z.enum(['FREE', 'LOW', 'MEDIUM', 'HIGH'])),
    hasPlaces: z.boolean().nullish(),
    accessibility: choices(z.enum(ACCESSIBILITY_FEATURES)),
    age: z.number().int().min(0, 'must be between 0 and 120').max(120, 'must be between 0 and 120').nullish(),
    collapseSeries: z.boolean().nullish(),
    city: line(100).nullish(),
    neighbourhood: line(100).nullish(),
    performer: line(100).nullish(),
    badges: choices(z.enum(EVENT_BADGES)),
    creatorId: id().nullish(),
    organizationId: id().nullish(),
    weekdays: choices(z.enum(WEEKDAYS)),
    timesOfDay: choices(z.enum(['MORNING', 'AFTERNOON', 'EVENING', 'NIGHT'])),
    friendsGoing: z.literal(true, 'must be true, or left out').nullish(),
    petsAllowed: z.boolean().nullish(),
    outdoors: z.boolean().nullish(),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i, 'must be a BCP 47 language tag such as fr or fr-CA')
      .nullish(),
  })
  .refine(({ startsAfter, startsBefore }) => !startsAfter || !startsBefore || startsAfter < startsBefore, {
    path: ['startsBefore'],
    error: 'must be after startsAfter',
  });

const question = z.object({
  query: line(MAX_QUERY, 0)
    .nullish()
    .transform((value) => value || null),
  filter: filterInput.nullish().transform((value) => value ?? filterInput.parse({})),
  orderBy: z.enum(['RELEVANCE', 'SOONEST', 'NEAREST', 'NEWEST', 'POPULAR', 'RATED']).nullish(),
  here: hereInput.nullish(),
  without: z
    .array(z.enum(PARTS_OF_QUERY))
    .nullish()
    .transform((parts) => parts ?? []),
});

export const searchInput = question.refine(({ orderBy, filter: { near } }) => orderBy !== 'NEAREST' || near, {
  path: ['orderBy'],
  error: 'NEAREST needs filter.near',
});

export const suggestInput = z.object({
  prefix: line(100, 0),
  first: z.number().int().min(1, 'must be between 1 and 20').max(20, 'must be between 1 and 20'),
});

export const relatedInput = z.object({
  first: z.number().int().min(1, 'must be between 1 and 20').max(20, 'must be between 1 and 20'),
});

export const clustersInput = z.object({
  columns: z.number().int().min(1, 'must be between 1 and 24').max(24, 'must be between 1 and 24'),
});

export type Search = z.output<typeof searchInput>;
export type Box = z.output<typeof boxInput>;
export type Near = z.output<typeof nearInput>;
export const SUGGESTION_KINDS = ['EVENT', 'VENUE', 'PERSON', 'PERFORMER', 'CATEGORY', 'TAG', 'SEARCH'] as const;

export const suggestionsInput = suggestInput.extend({
  kinds: z
    .array(z.enum(SUGGESTION_KINDS))
    .nullish()
    // Each costs a part of the statement: once, however often it is named.
    .transform((kinds) => (kinds && kinds.length > 0 ? [...new Set(kinds)] : [...SUGGESTION_KINDS])),
});

export type SuggestWhere = z.output<typeof suggestionsInput>;
export type Suggest = z.output<typeof suggestInput>;
