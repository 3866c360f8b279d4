import { createLogger, FILLING, inBulk, systemClock, takeStep } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import type { Step } from '../src/context';
import { openDatabase, type Database } from '../src/db';
import type {
  AttendanceStatus,
  EventFormat,
  EventStatus,
  EventVisibility,
  SwipeDirection,
  Visibility,
} from '../src/generated/prisma/enums';
import { attendanceChanged } from '../src/modules/attendance/attendance.facts';
import { eventChanged, eventSubmitted } from '../src/modules/event/event.facts';
import { FREE, priceColumns, type Price } from '../src/modules/event/event-price';
import { recordVersions } from '../src/modules/event/event-version.store';
import { countPopularity } from '../src/modules/feed/popularity.store';
import { ensureTags } from '../src/modules/tag/tag.store';
import type { VenueValue } from '../src/modules/venue/venue.input';
import { SHARED } from '../src/modules/venue/venue-scope';
import { ensureVenues } from '../src/modules/venue/venue.store';
import { seedImport, type SeededEvent, type SeedImport } from './seed-import';
import { keepForSeed } from './seed-kept';
import { seedSales, type SeedGrant, type SeedSales } from './seed-sales';
export { seedImport, seedSales, type SeededEvent, type SeedGrant, type SeedImport, type SeedSales };

/** An event that a person of the demo world made. Ids are the caller's, so that the other subgraphs can be seeded with the same ones. */
export interface SeedEvent {
  id: string;
  creatorId: string;
  /** PENDING_REVIEW asks curation for a review, as submitting does. */
  status: Exclude<EventStatus, 'CANCELLED'>;
  visibility?: EventVisibility;
  groupId?: string | null;
  title: string;
  description: string;
  /** A slug of category-tree.ts. */
  categorySlug: string;
  tags?: string[];
  format?: EventFormat;
  startsAt: Date;
  endsAt: Date;
  timezone: string;
  venue?: VenueValue | null;
  price?: Price;
  capacity?: number | null;
  imageUrl?: string | null;
  createdAt: Date;
}

/** One person's answer to one event, which may be an imported one. */
export interface SeedAttendance {
  id: string;
  eventId: string;
  userId: string;
  /** WAITLISTED people queue in the order in which they stand here. */
  status: Exclude<AttendanceStatus, 'PENDING_APPROVAL' | 'CANCELLED'>;
  visibility: Visibility;
  answeredAt: Date;
  /** Only with GOING. */
  checkedInAt?: Date | null;
}

export interface SeedSwipe {
  userId: string;
  eventId: string;
  direction: SwipeDirection;
  swipedAt: Date;
}

export interface SeedInput {
  events?: readonly SeedEvent[];
  attendances?: readonly SeedAttendance[];
  swipes?: readonly SeedSwipe[];
}

export interface Seeded {
  events: number;
  attendances: number;
  swipes: number;
}

/**
 * Puts events, answers and swipes of the demo world into the database and tells the other subgraphs of them. Imported events come before,
 * through `seedImport`. What is there already stays as it is, so that a second run changes nothing. A fixed number of statements.
 */
export async function seed(db: Database, { events = [], attendances = [], swipes = [] }: SeedInput): Promise<Seeded> {
  const kept = await keepForSeed(db, systemClock);
  const seeded = await takeStep(
    kept,
    'seed',
    async (step: Step) => ({
      events: await seedEvents(step, events),
      attendances: await seedAttendances(step, attendances),
      swipes: (await step.tx.swipe.createMany({ data: [...swipes], skipDuplicates: true })).count,
    }),
    FILLING,
  );
  await countPopularity(db, systemClock.now());
  return seeded;
}

/** The same for a caller with an address and no connection: opens one, seeds, closes it. */
export const seedAt = (url: string, input: SeedInput): Promise<Seeded> => at(url, (db) => seed(db, input));

/** As seedImport, for a caller with an address and no connection. */
export const seedImportAt = (url: string, input: SeedImport): ReturnType<typeof seedImport> => at(url, (db) => seedImport(db, input));

/** As seedSales, for a caller with an address and no connection. */
export const seedSalesAt = (url: string, sales: readonly SeedSales[]): Promise<SeedGrant[]> => at(url, (db) => seedSales(db, sales));

async function at<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(url, createLogger('seed', 'warn'));
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

const CHANGES: Record<SeedEvent['status'], EventChanged['change']> = {
  DRAFT: 'CREATED',
  PENDING_REVIEW: 'SUBMITTED',
  NEEDS_REVISION: 'RETURNED',
  REJECTED: 'REJECTED',
  PUBLISHED: 'PUBLISHED',
  COMPLETED: 'COMPLETED',
};

const isShown = ({ status, visibility }: SeedEvent): boolean =>
  (status === 'PUBLISHED' || status === 'COMPLETED') && (visibility ?? 'PUBLIC') === 'PUBLIC';

async function seedEvents(step: Step, events: readonly SeedEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const placed = events.flatMap((event) => (event.venue ? [{ event, venue: event.venue }] : []));
  const found = await ensureVenues(
    step,
    placed.map(({ event, venue }) => ({ venue, scope: isShown(event) ? SHARED : event.creatorId })),
  );
  const venueIds = new Map(placed.map(({ event }, at) => [event.id, found[at]!]));
  await ensureTags(
    step,
    events.flatMap((event) => event.tags ?? []),
  );
  const made = await step.tx.event.createManyAndReturn({
    data: events.map(({ venue: _venue, price, capacity: _capacity, ...event }) => ({
      ...event,
      ...priceColumns(price ?? FREE),
      venueId: venueIds.get(event.id) ?? null,
      publishedAt: event.status === 'PUBLISHED' || event.status === 'COMPLETED' ? event.createdAt : null,
      updatedAt: event.createdAt,
    })),
    skipDuplicates: true,
    include: { venue: true },
  });
  const capacities = new Map(events.map(({ id, capacity }) => [id, capacity ?? null]));
  await step.tx.attendanceCounts.createMany({ data: made.map(({ id }) => ({ eventId: id, capacity: capacities.get(id) ?? null })) });
  const changed = made.map((row) => ({
    event: { ...row, team: [], counts: { capacity: capacities.get(row.id) ?? null } },
    change: CHANGES[row.status as SeedEvent['status']],
  }));
  await recordVersions(step, changed, null);
  const facts = changed.flatMap(({ event, change }) => [
    eventChanged(event, change),
    ...(event.status === 'PENDING_REVIEW' ? [eventSubmitted(event, change)] : []),
  ]);
  await step.tell(...inBulk(facts));
  return made.length;
}

async function seedAttendances(step: Step, attendances: readonly SeedAttendance[]): Promise<number> {
  if (attendances.length === 0) return 0;
  const queued = new Map<string, number>();
  const made = await step.tx.attendance.createManyAndReturn({
    data: attendances.map(({ answeredAt, ...attendance }) => {
      const isQueued = attendance.status === 'WAITLISTED';
      const queueNumber = isQueued ? (queued.get(attendance.eventId) ?? 0) + 1 : null;
      if (queueNumber) queued.set(attendance.eventId, queueNumber);
      const admitted = attendance.checkedInAt ? 1 : 0;
      return { ...attendance, admitted, queueNumber, createdAt: answeredAt, updatedAt: answeredAt };
    }),
    skipDuplicates: true,
  });
  await countAnswers(step, [...new Set(made.map(({ eventId }) => eventId))]);
  await step.tell(...inBulk(made.map((attendance) => attendanceChanged(null, attendance))));
  return made.length;
}

/** Counts the answers anew. The constraint refuses a world with more guests than places. */
async function countAnswers({ tx }: Step, eventIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE attendance_counts c SET version = c.version + 1, going = n.unticketed + c.tickets, unticketed = n.unticketed,
      interested = n.interested, maybe = n.maybe, waitlisted = n.waitlisted, checked_in = n.admitted, last_queued = n.last_queued
    FROM (
      SELECT event_id, count(*) FILTER (WHERE status = 'GOING' AND tickets = 0)::int AS unticketed, count(*) FILTER (WHERE status = 'INTERESTED')::int AS interested,
        count(*) FILTER (WHERE status = 'MAYBE')::int AS maybe, count(*) FILTER (WHERE status = 'WAITLISTED')::int AS waitlisted,
        sum(admitted)::int AS admitted, coalesce(max(queue_number), 0) AS last_queued
      FROM attendances WHERE event_id = ANY(${[...eventIds]}::uuid[]) GROUP BY event_id
    ) n
    WHERE c.event_id = n.event_id`;
}
