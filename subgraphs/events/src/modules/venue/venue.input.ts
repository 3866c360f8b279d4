import { idempotencyKey, latitude, line, longitude, z } from '@marquee/platform';

const optionalLine = (max: number) =>
  line(max, 0)
    .nullish()
    .transform((value) => value || null);

/** A place, as an organiser or an importer tells it. */
export const venueInput = z
  .object({
    name: line(200),
    address: optionalLine(300),
    city: optionalLine(100),
    latitude: latitude()
      .nullish()
      .transform((value) => value ?? null),
    longitude: longitude()
      .nullish()
      .transform((value) => value ?? null),
  })
  .refine((venue) => (venue.latitude === null) === (venue.longitude === null), {
    path: ['longitude'],
    error: 'pass latitude and longitude, or neither',
  });

export const createVenueInput = z.object({ venue: venueInput, idempotencyKey: idempotencyKey() });

export type VenueValue = z.output<typeof venueInput>;
export type CreateVenue = z.output<typeof createVenueInput>;
