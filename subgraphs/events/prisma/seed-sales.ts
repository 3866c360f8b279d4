import { FILLING, inBulk, systemClock, takeStep } from '@marquee/platform';
import type { Step } from '../src/context';
import type { Database } from '../src/db';
import { placesGranted } from '../src/modules/attendance/attendance.facts';
import { withGrant, withSales } from '../src/modules/attendance/grant';
import { keepForSeed } from './seed-kept';

/** What payments is about to sell of an event. */
export interface SeedSales {
  eventId: string;
  /** Places of the tickets that it has sold already. */
  placesTaken: number;
}

/** What payments may sell of it from the first moment. `places` null: no limit. */
export interface SeedGrant {
  eventId: string;
  version: number;
  places: number | null;
}

/**
 * Grants payments the first places of events whose tickets are seeded, as the facts of both would: payments' seed takes in what is
 * returned, so that nobody who comes right after the start waits for hundreds of facts before theirs. The same is told, too. What was
 * granted before stays and is returned as it is. A fixed number of statements.
 */
export async function seedSales(db: Database, sales: readonly SeedSales[]): Promise<SeedGrant[]> {
  if (sales.length === 0) return [];
  const kept = await keepForSeed(db, systemClock);
  return takeStep(kept, 'seed', (step: Step) => grantFirstPlaces(step, sales), FILLING);
}

async function grantFirstPlaces({ tx, tell }: Step, sales: readonly SeedSales[]): Promise<SeedGrant[]> {
  const taken = new Map(sales.map(({ eventId, placesTaken }) => [eventId, placesTaken]));
  const rows = await tx.attendanceCounts.findMany({ where: { eventId: { in: [...taken.keys()] } } });
  const granted = rows.flatMap((row) => {
    const places = { version: 0, places: 0 };
    const sold = { ticketed: true, placesTaken: taken.get(row.eventId)!, grant: places };
    const numbers = row.grantVersion === 0 ? withGrant(withSales(row, sold)) : null;
    return numbers ? [numbers] : [];
  });
  await tx.$executeRaw`
    UPDATE attendance_counts c SET version = c.version + 1, ticketed = true, places_taken = n."placesTaken", overbooked = n.overbooked,
      grant_version = n."grantVersion", granted = n.granted, reserved = n.reserved
    FROM jsonb_to_recordset(${JSON.stringify(granted)}::jsonb)
      AS n("eventId" uuid, "placesTaken" int, overbooked int, "grantVersion" int, granted int, reserved int)
    WHERE c.event_id = n."eventId"`;
  await tell(...inBulk(granted.map(({ eventId, grantVersion, granted: places }) => placesGranted(eventId, grantVersion, places))));
  const now = new Map(granted.map((row) => [row.eventId, row]));
  return rows.map((row) => {
    const { eventId, grantVersion: version, granted: places } = now.get(row.eventId) ?? row;
    return { eventId, version, places };
  });
}
