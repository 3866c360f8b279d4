import { currency, id, idempotencyKey, latitude, line, longitude, text, webAddress, z } from '@marquee/platform';
import { ACCESSIBILITY_FEATURES } from '../event/event-details';
import { AMENITIES, inOrder, overlap, WEEKDAYS } from './venue-details';

const optionalLine = (max: number) =>
  line(max, 0)
    .nullable()
    .transform((value) => value || null);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 18:30');

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const country = z
  .string()
  .regex(/^[a-z]{2}$/i, 'must be an ISO 3166 code of two letters such as CA')
  .transform((code) => code.toUpperCase())
  .refine((code) => regions.of(code) !== undefined && code !== 'ZZ', 'must be an ISO 3166 code of two letters such as CA');

const changes = {
  name: line(200),
  address: optionalLine(300),
  city: optionalLine(100),
  latitude: latitude().nullable(),
  longitude: longitude().nullable(),
  country: country.nullable(),
  description: text(2_000)
    .nullable()
    .transform((value) => value || null),
  website: webAddress().nullable(),
  capacity: z.number().int().min(1, 'must be at least 1').max(1_000_000, 'must be at most 1000000').nullable(),
  amenities: z.array(z.enum(AMENITIES)).transform((all) => AMENITIES.filter((one) => all.includes(one))),
  accessibility: z.array(z.enum(ACCESSIBILITY_FEATURES)).transform((all) => ACCESSIBILITY_FEATURES.filter((one) => all.includes(one))),
  openingHours: z
    .array(z.object({ day: z.enum(WEEKDAYS), opens: time, closes: time }))
    .max(21, 'must be at most 21')
    .refine((hours) => !overlap(hours), 'must not overlap')
    .transform(inOrder),
  hourlyFrom: z.object({ amountMinor: z.number().int().min(0, 'must not be negative'), currency: currency() }).nullable(),
  pricingNote: optionalLine(300),
  bookable: z.boolean().nullable(),
};

export const updateVenueInput = z
  .object({
    venueId: id(),
    version: z.number().int(),
    ...(Object.fromEntries(Object.entries(changes).map(([name, schema]) => [name, schema.optional()])) as {
      [Name in keyof typeof changes]: z.ZodOptional<(typeof changes)[Name]>;
    }),
    idempotencyKey: idempotencyKey(),
  })
  .refine(
    (input) =>
      (input.latitude === undefined) === (input.longitude === undefined) && (input.latitude === null) === (input.longitude === null),
    {
      path: ['longitude'],
      error: 'pass latitude and longitude, or neither',
    },
  );

export const setVenueOrganizationInput = z.object({
  venueId: id(),
  organizationId: id()
    .nullish()
    .transform((value) => value ?? null),
  idempotencyKey: idempotencyKey(),
});

export type UpdateVenue = z.output<typeof updateVenueInput>;
export type SetVenueOrganization = z.output<typeof setVenueOrganizationInput>;
