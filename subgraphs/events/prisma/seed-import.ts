import { createHash } from 'node:crypto';
import { takeStep } from '@marquee/platform';
import type { Database } from '../src/db';
import type { RecordOutcome } from '../src/modules/ingestion/import.types';
import { importRecords } from '../src/modules/ingestion/importer.store';
import { keepForSeed } from './seed-kept';

/** A calendar of an outside source that the demo world begins with. */
export interface SeedImport {
  /** schema.org/Event records. */
  records: readonly Record<string, unknown>[];
  /** The account that organises what this organiser publishes; '' for records that name none. */
  creatorIdFor(organizerName: string): string;
  /** Name of the source, for example `toronto.ca`. */
  source: string;
  /** Zone of times without an offset, in which the events are told. */
  timezone: string;
  /** By how many days a record is moved. */
  shiftDaysFor(record: Record<string, unknown>): number;
  now: Date;
  onProgress?: (done: number, total: number) => void;
}

/** What the rest of the world is built around. */
export interface SeededEvent {
  id: string;
  title: string;
  startsAt: Date;
  endsAt: Date;
  categorySlug: string;
  creatorId: string;
  capacity: number | null;
  latitude: number | null;
  longitude: number | null;
  price: { type: 'FREE' | 'PAID' | 'DONATION' | 'UNKNOWN'; minMinor: number | null; currency: string | null };
}

/**
 * Imports a calendar as an organiser would, but at once and with what is over: it becomes the past of the demo world. The ids of the
 * events follow from source and record, so every world has the same. A second run changes nothing. Returns what became of each record
 * and all events of the source, by start.
 */
export async function seedImport(db: Database, input: SeedImport): Promise<{ outcomes: RecordOutcome[]; events: SeededEvent[] }> {
  const { records, creatorIdFor, source, timezone, shiftDaysFor, now, onProgress } = input;
  const kept = await keepForSeed(db, { now: () => now });
  const outcomes = await importRecords({
    records,
    readerFor: (record) => ({ timezone, shiftDays: shiftDaysFor(record) }),
    source: { name: source, creatorFor: creatorIdFor, idFor: (externalId) => idOf(source, externalId), trusted: true, keepPast: true },
    change: (_chunk, work) => takeStep(kept, 'seed', work),
    ...(onProgress ? { onProgress } : {}),
  });
  return { outcomes, events: await eventsOf(db, source) };
}

async function eventsOf({ prisma }: Database, source: string): Promise<SeededEvent[]> {
  const rows = await prisma.event.findMany({
    where: { source },
    include: { venue: true, counts: true },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ id, title, startsAt, endsAt, categorySlug, creatorId, counts, venue, priceType, priceMin, priceCurrency }) => ({
    id,
    title,
    startsAt,
    endsAt,
    categorySlug,
    creatorId,
    capacity: counts?.capacity ?? null,
    latitude: venue?.latitude ?? null,
    longitude: venue?.longitude ?? null,
    price: { type: priceType, minMinor: priceMin === null ? null : Number(priceMin), currency: priceCurrency },
  }));
}

/** A UUID (version 8: made by our own rule, RFC 9562) that is the same for the same record of the same source. */
function idOf(source: string, externalId: string): string {
  const hex = createHash('sha256').update(`${source}\n${externalId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
