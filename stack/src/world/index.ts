import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedAt as seedCuration } from '@marquee/curation/seed';
import { seedAt as seedEvents, seedImportAt, seedSalesAt } from '@marquee/events/seed';
import { planSales, seedAt as seedPayments } from '@marquee/payments/seed';
import { openFieldCipher, type Logger } from '@marquee/platform';
import { seedAt as seedSocial } from '@marquee/social/seed';
import { seedAt as seedUsers, type SeedPerson } from '@marquee/users/seed';
import type { StackSettings } from '../env';
import type { Secrets } from '../secrets';
import { DEMO_PASSWORD } from '../welcome';
import { calendarShift } from './calendar';
import { makePeople, type Person } from './people';
import { makeSociety } from './society';
import { makeSubmissions } from './submissions';

export interface WorldOptions {
  urls: Record<string, string>;
  settings: StackSettings;
  secrets: Secrets;
  logger: Logger;
  note: (detail: string) => void;
}

interface SourceRecord extends Record<string, unknown> {
  startDate?: string;
  organizer?: { name?: string };
}

const DATA_FILE = join(__dirname, '../../data/toronto-events.jsonld');
const SOURCE = 'toronto.ca';
const TIMEZONE = 'America/Toronto';
const DAY = 86_400_000;

/** Fills empty databases with the demo world, or with its sign-ins alone. A second run changes nothing. */
export async function seedDemoWorld(options: WorldOptions): Promise<void> {
  const { settings, note } = options;
  if (settings.DEMO === 'accounts') {
    const people = makePeople(String(settings.DEMO_SEED), { members: 0, organizerNames: [] });
    await seedPeople(options, people, new Date());
    return note(`${people.length} sign-ins`);
  }
  // A world that was begun at one moment stays at that moment: its dates must not move with every start.
  const begun = beginning(settings);
  if (begun.complete) return note('as it was');
  await fillWorld(options, begun.at);
  begun.finish();
}

async function fillWorld(options: WorldOptions, now: Date): Promise<void> {
  const { urls, settings, secrets, note } = options;
  const seed = String(settings.DEMO_SEED);
  const records = (JSON.parse(readFileSync(DATA_FILE, 'utf8')) as SourceRecord[]).slice(0, settings.DEMO_EVENTS);
  const nameOf = (record: SourceRecord) => record.organizer?.name?.trim() ?? '';
  const people = makePeople(seed, { members: settings.DEMO_PEOPLE, organizerNames: [...new Set(records.map(nameOf))] });
  await seedPeople(options, people, now);

  const organisers = new Map(
    people.filter(({ organizerName }) => organizerName !== null).map((person) => [person.organizerName, person.id]),
  );
  const shiftOf = calendarShift(
    settings.DEMO_CALENDAR,
    records.map((record) => record.startDate ?? ''),
    now,
  );
  const { events } = await seedImportAt(urls.events!, {
    records,
    creatorIdFor: (name) => organisers.get(name.trim()) ?? organisers.get('')!,
    source: SOURCE,
    timezone: TIMEZONE,
    shiftDaysFor: ({ startDate }) => shiftOf(String(startDate)),
    now,
  });
  const { friendships, guests, reviews, groups, talks, purchases } = makeSociety(seed, people, events, now);
  await seedEvents(urls.events!, {
    events: makeSubmissions(seed, people, now),
    attendances: guests.map(({ at, ...guest }) => ({ ...guest, answeredAt: at })),
  });
  await seedSocial(urls.social!, { friendships, groups, talks });
  await seedCuration(urls.curation!, { reviews });
  const sales = planSales({ seed, now, events, purchases });
  const grants = await seedSalesAt(urls.events!, salesOf(sales));
  const sold = new Set(grants.map(({ eventId }) => eventId));
  await seedPayments(urls.payments!, {
    events: events.filter(({ id }) => sold.has(id)),
    ...sales,
    grants,
    ticketSecret: secrets.TICKET_SECRET,
  });
  note(
    `${events.length} events, ${people.length} people, ${guests.length} guests, ${friendships.length} friendships, ${reviews.length} reviews, ${sales.orders.length} orders`,
  );
}

/** How many places each event's tickets take that are sold already. */
function salesOf({ tiers, orders }: ReturnType<typeof planSales>): { eventId: string; placesTaken: number }[] {
  const eventOf = new Map(tiers.map(({ id, eventId }) => [id, eventId]));
  const taken = new Map(tiers.map(({ eventId }) => [eventId, 0]));
  for (const { tierId, quantity } of orders.flatMap(({ items }) => items)) {
    const eventId = eventOf.get(tierId)!;
    taken.set(eventId, taken.get(eventId)! + quantity);
  }
  return [...taken].map(([eventId, placesTaken]) => ({ eventId, placesTaken }));
}

const seedPeople = ({ urls, secrets }: WorldOptions, people: readonly Person[], now: Date) =>
  seedUsers(urls.users!, {
    people: people.map((person) => seedPerson(person, now)),
    demoPassword: DEMO_PASSWORD,
    fields: openFieldCipher(secrets, secrets.PASSPORT_SECRET),
  });

function seedPerson(person: Person, now: Date): SeedPerson {
  const { joinedDaysAgo, organizerName, ...rest } = person;
  const open = organizerName !== null || person.id.charCodeAt(0) % 2 === 0;
  return {
    ...rest,
    verified: organizerName !== null || person.demo,
    privacy: open
      ? { bio: 'PUBLIC', interests: 'PUBLIC', friends: 'FRIENDS', attendance: 'FRIENDS' }
      : { bio: 'FRIENDS', interests: 'FRIENDS' },
    createdAt: new Date(now.getTime() - joinedDaysAgo * DAY),
  };
}

/** When this world began, kept in the data folder; a world whose filling was interrupted is filled on from the same moment. */
function beginning(settings: StackSettings): { at: Date; complete: boolean; finish(): void } {
  const file = join(settings.DATA_DIR, `world-${settings.DEMO_SEED}.json`);
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { begunAt: string; complete: boolean }) : null;
  const begunAt = kept?.begunAt ?? new Date().toISOString();
  mkdirSync(settings.DATA_DIR, { recursive: true });
  const write = (complete: boolean) => writeFileSync(file, `${JSON.stringify({ begunAt, complete })}\n`);
  if (!kept) write(false);
  return { at: new Date(begunAt), complete: kept?.complete ?? false, finish: () => write(true) };
}
