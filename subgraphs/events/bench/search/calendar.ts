import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger } from '@marquee/platform';
import type pg from 'pg';
import { seedImport } from '../../prisma/seed';
import { openDatabase } from '../../src/db';
import type { JudgedEvent } from './judge';

/** One event of the bundled calendar, as far as it is judged. */
interface CalendarRecord extends Record<string, unknown> {
  name: string;
  startDate: string;
  endDate?: string;
  description?: string;
  keywords?: string[];
  isAccessibleForFree?: boolean;
  offers?: { price?: number | string };
  organizer?: { name?: string };
  location?: {
    name?: string;
    address?: { streetAddress?: string; addressLocality?: string };
    geo?: { latitude?: number | string; longitude?: number | string };
  };
}

const DAY = 86_400_000;
const YEAR_DAYS = 364;
/** The year that is asked about begins so many days before the moment of asking. */
const BEHIND_DAYS = 60;
const TWO_HOURS = 2 * 3_600_000;

/** The moment of asking, and whether the calendar is moved to it. */
export interface Asking {
  now: Date;
  isMoved: boolean;
}

const shiftDays = ({ startDate }: CalendarRecord, { now, isMoved }: Asking): number =>
  isMoved ? Math.ceil((now.getTime() - BEHIND_DAYS * DAY - Date.parse(startDate)) / (YEAR_DAYS * DAY)) * YEAR_DAYS : 0;

const organiserId = (name: string): string => {
  const hex = createHash('md5').update(`organiser ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
const organiserOf = (record: CalendarRecord): string => record.organizer?.name?.trim() ?? '';

/** What became of the calendar: all records, and those that can be found, as their publishers wrote them. */
export interface FilledCalendar {
  outcomes: readonly { index: number; eventId: string | null }[];
  events: JudgedEvent[];
}

/** Fills an empty, migrated database with the bundled calendar. */
export async function fillCalendar(url: string, client: pg.ClientBase, asking: Asking): Promise<FilledCalendar> {
  const file = join(__dirname, '../../../../stack/data/toronto-events.jsonld');
  const records = JSON.parse(readFileSync(file, 'utf8')) as CalendarRecord[];
  const names = [...new Set(records.map(organiserOf))];
  await client.query(
    `INSERT INTO people (id, version, username, display_name) SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[])`,
    [names.map(organiserId), names.map(() => 1), names.map((_, n) => `organiser_${n}`), names.map((name) => name || 'Listings')],
  );
  const db = openDatabase(url, silentLogger);
  const { outcomes } = await seedImport(db, {
    records,
    creatorIdFor: (name) => organiserId(name.trim()),
    source: 'toronto.ca',
    timezone: 'America/Toronto',
    shiftDaysFor: (record) => shiftDays(record as CalendarRecord, asking),
    now: asking.now,
  });
  await db.close();
  await client.query('ANALYZE');
  const { rows } = await client.query<{ id: string }>('SELECT event_id AS id FROM event_search WHERE ends_at > $1', [asking.now]);
  const found = new Set(rows.map(({ id }) => id));
  const events = outcomes
    .filter(({ eventId }) => eventId !== null && found.has(eventId))
    .map(({ index, eventId }) => judgedEvent(records[index]!, eventId!, shiftDays(records[index]!, asking) * DAY));
  return { outcomes, events };
}

function judgedEvent(record: CalendarRecord, eventId: string, moved: number): JudgedEvent {
  const start = Date.parse(record.startDate);
  const end = Date.parse(record.endDate ?? '');
  const { location = {}, offers, isAccessibleForFree } = record;
  const number = (value: number | string | undefined) => (value === undefined || value === '' ? null : Number(value));
  return {
    eventId,
    title: record.name,
    keywords: (record.keywords ?? []).join(' · '),
    description: record.description ?? '',
    venue: location.name ?? '',
    address: [location.address?.streetAddress, location.address?.addressLocality].filter(Boolean).join(', '),
    organiser: organiserOf(record),
    latitude: number(location.geo?.latitude),
    longitude: number(location.geo?.longitude),
    startsAt: new Date(start + moved),
    endsAt: new Date((end > start ? end : start + TWO_HOURS) + moved),
    price: isAccessibleForFree ? 0 : number(offers?.price),
  };
}
