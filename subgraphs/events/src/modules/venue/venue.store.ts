import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { VenueValue } from './venue.input';
import { venueKey } from './venue-key';

/**
 * Finds or makes all these venues, in two statements however many there are. Returns the id of each by its key (`venueKey`).
 * A venue that is there stays as it is, but gets the coordinates it lacked.
 */
export async function ensureVenues({ tx }: Step, venues: readonly VenueValue[], createdBy: string | null): Promise<Map<string, string>> {
  const byKey = new Map(venues.map((venue) => [venueKey(venue), venue]));
  if (byKey.size === 0) return new Map();
  // Sorted, so that two imports that meet take their locks in the same order.
  const rows = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, venue]) => ({ id: randomUUID(), key, ...venue }));
  await tx.$executeRaw`
    INSERT INTO venues (id, name, address, city, latitude, longitude, dedupe_key, created_by)
    SELECT r.id, r.name, r.address, r.city, r.latitude, r.longitude, r.key, ${createdBy}::uuid
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r (id uuid, key text, name text, address text, city text, latitude float8, longitude float8)
    ON CONFLICT (dedupe_key) DO UPDATE SET latitude = excluded.latitude, longitude = excluded.longitude, version = venues.version + 1
      WHERE venues.latitude IS NULL AND excluded.latitude IS NOT NULL`;
  const found = await tx.venue.findMany({ where: { dedupeKey: { in: [...byKey.keys()] } }, select: { id: true, dedupeKey: true } });
  return new Map(found.map((venue) => [venue.dedupeKey, venue.id]));
}

/** The id of this one venue, which is made where it does not exist. */
export const ensureVenue = async (step: Step, venue: VenueValue, createdBy: string): Promise<string> =>
  (await ensureVenues(step, [venue], createdBy)).get(venueKey(venue))!;
