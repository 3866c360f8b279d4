import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Prisma, Venue } from '../../generated/prisma/client';
import { metresBetween } from './distance';
import type { VenueValue } from './venue.input';
import type { VenueHours } from '../venue-care/venue-details';
import { venueKey } from './venue-key';
import { SHARED } from './venue-scope';

/** Two pins on one place; further apart the same name is another place. */
const SAME_PLACE_METRES = 200;

export interface WantedVenue {
  venue: VenueValue;
  /** For whom, where there is none yet: `SHARED`, or the id of the person whose private place it is. */
  scope: string;
}

/**
 * Finds or makes all these venues, in a fixed number of statements however many there are. Returns the id of each, in order. Found is a
 * shared one of the same name, address and city that lies at the same coordinates, as far as both are told, or a private one of that person;
 * what is found stays as it is, whatever else was told of it.
 */
export async function ensureVenues(step: Step, wanted: readonly WantedVenue[]): Promise<string[]> {
  if (wanted.length === 0) return [];
  const asked = wanted.map(({ venue, scope }, at) => ({ at, key: venueKey(venue), scope, ...venue }));
  let found = await findVenues(step, asked);
  // Those with coordinates first: who tells none means the same place.
  for (const located of [true, false]) {
    const missing = asked.filter(({ at, latitude }) => !found.has(at) && (latitude !== null) === located);
    if (missing.length === 0) continue;
    await insertVenues(step, distinct(missing));
    found = await findVenues(step, asked);
  }
  return asked.map(({ at }) => found.get(at)!);
}

/** The id of this one venue, which is made where it does not exist. */
export const ensureVenue = async (step: Step, venue: VenueValue, scope: string): Promise<string> =>
  (await ensureVenues(step, [{ venue, scope }]))[0]!;

/** A private place becomes known to everybody: the shared one of that name there, which is made where it does not exist. Its id. */
export const shareVenue = (step: Step, { name, address, city, latitude, longitude }: Venue): Promise<string> =>
  ensureVenue(step, { name, address, city, latitude, longitude }, SHARED);

/** Before the id of any event. */
export const FIRST_OF_ALL = '00000000-0000-0000-0000-000000000000';

/** Null when there is none. */
export async function lockVenue({ tx }: Step, id: string): Promise<Venue | null> {
  await tx.$queryRaw`SELECT 1 FROM venues WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.venue.findUnique({ where: { id } });
}

/** Changes a place that is locked. Where it is told by another name, or lies elsewhere, its events follow (`follow-venues`). */
export async function changeVenue(step: Step, venue: Venue, { openingHours, ...data }: VenueChanges): Promise<void> {
  const { name, address, city, latitude, longitude } = { ...venue, ...withoutUndefined(data) };
  const told = { name, address, city, latitude, longitude };
  const isMoved = (Object.keys(told) as (keyof typeof told)[]).some((key) => told[key] !== venue[key]);
  const [at] = await step.tx.$queryRaw<{ cell: string }[]>`SELECT venue_cell(${latitude}::float8, ${longitude}::float8) AS cell`;
  await step.tx.venue.update({
    where: { id: venue.id },
    data: {
      ...data,
      ...(openingHours === undefined ? {} : { openingHours: openingHours as unknown as Prisma.InputJsonArray }),
      ...(isMoved ? { dedupeKey: venueKey(told), cell: at!.cell, followAfter: FIRST_OF_ALL } : {}),
      version: { increment: 1 },
    },
  });
}

export type VenueChanges = Omit<Prisma.VenueUncheckedUpdateInput, 'openingHours' | keyof VenueValue> &
  Partial<VenueValue> & { openingHours?: readonly VenueHours[] | undefined };

/** The place that this one is, if it was merged; held, so that it is not merged before the transaction ends. */
export async function currentVenueId({ tx }: Step, id: string): Promise<string> {
  const [venue] = await tx.$queryRaw<{ id: string }[]>`SELECT coalesce(merged_into, id) AS id FROM venues WHERE id = ${id}::uuid FOR SHARE`;
  return venue?.id ?? id;
}

/**
 * What an erased person told of places: their private ones go, but for those of events that stay, or are to move there, which are nobody's from
 * then on.
 */
export async function forgetVenues({ tx }: Step, userId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM venues v WHERE v.scope = ${userId} AND NOT EXISTS (SELECT 1 FROM events e WHERE e.venue_id = v.id)
      AND NOT EXISTS (SELECT 1 FROM event_revisions r WHERE r.status = 'PENDING' AND r.changes ->> 'venueId' = v.id::text)`;
  await tx.venue.updateMany({ where: { scope: userId }, data: { scope: randomUUID() } });
  await tx.venue.updateMany({ where: { createdBy: userId }, data: { createdBy: null } });
  await tx.venue.updateMany({ where: { mergedBy: userId }, data: { mergedBy: null } });
}

interface Asked extends VenueValue {
  at: number;
  key: string;
  scope: string;
}

async function findVenues({ tx }: Step, asked: readonly Asked[]): Promise<Map<number, string>> {
  const rows = await tx.$queryRaw<{ at: number; id: string }[]>`
    SELECT r.at, coalesce(v.merged_into, v.id) AS id
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS r (at int, key text, scope text, latitude float8, longitude float8)
    CROSS JOIN LATERAL (
      SELECT v.id, v.merged_into FROM venues v
      CROSS JOIN LATERAL (SELECT earth_distance(ll_to_earth(v.latitude, v.longitude), ll_to_earth(r.latitude, r.longitude)) AS metres) d
      WHERE v.dedupe_key = r.key AND v.scope IN (${SHARED}, r.scope) AND (r.latitude IS NULL OR d.metres <= ${SAME_PLACE_METRES})
      ORDER BY v.scope = ${SHARED} DESC, v.latitude IS NULL, d.metres, v.created_at, v.id LIMIT 1 FOR SHARE OF v
    ) v`;
  return new Map(rows.map(({ at, id }) => [at, id]));
}

/** Two who tell of one place at once make it once: the unique index is over name, scope and a cell of some hundred metres. */
async function insertVenues({ tx, now }: Step, venues: readonly Asked[]): Promise<void> {
  // Sorted, so that two imports that meet take their locks in the same order.
  const rows = venues.map((venue) => ({ ...venue, id: randomUUID() })).sort((a, b) => (a.key + a.scope < b.key + b.scope ? -1 : 1));
  await tx.$executeRaw`
    INSERT INTO venues (id, name, address, city, latitude, longitude, dedupe_key, scope, cell, created_by, created_at)
    SELECT r.id, r.name, r.address, r.city, r.latitude, r.longitude, r.key, r.scope, venue_cell(r.latitude, r.longitude),
      CASE WHEN r.scope <> ${SHARED} THEN r.scope::uuid END, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r (id uuid, key text, scope text, name text, address text, city text, latitude float8, longitude float8)
    ON CONFLICT DO NOTHING`;
}

/** Without those that are told twice. */
function distinct(venues: readonly Asked[]): Asked[] {
  const kept = new Map<string, Asked[]>();
  for (const venue of venues) {
    const same = `${venue.key}\n${venue.scope}`;
    const others = kept.get(same) ?? [];
    if (!others.some((other) => isSamePoint(venue, other))) kept.set(same, [...others, venue]);
  }
  return [...kept.values()].flat();
}

function isSamePoint(a: VenueValue, b: VenueValue): boolean {
  if (a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null) return true;
  return (
    metresBetween({ latitude: a.latitude, longitude: a.longitude }, { latitude: b.latitude, longitude: b.longitude }) <= SAME_PLACE_METRES
  );
}

const withoutUndefined = <Fields extends object>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
