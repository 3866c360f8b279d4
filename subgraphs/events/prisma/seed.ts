import { createLogger } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import { openDatabase, type Database, type Tx } from '../src/db';
import type {
  AttendanceStatus,
  EventFormat,
  EventStatus,
  EventVisibility,
  SwipeDirection,
  Visibility,
} from '../src/generated/prisma/enums';
import { ensureCategories } from '../src/modules/category/category.store';
import { attendanceFact } from '../src/modules/attendance/guest-list';
import { eventFact } from '../src/modules/event/event.fact';
import { FREE, priceColumns, type Price } from '../src/modules/event/event.price';
import { refreshPopularity } from '../src/modules/feed/popularity';
import { ensureTags } from '../src/modules/tag/tag.store';
import type { VenueValue } from '../src/modules/venue/venue.input';
import { venueKey } from '../src/modules/venue/venue.key';
import { ensureVenues } from '../src/modules/venue/venue.store';
import { outbox } from '../src/outbox';

import { seedImport, type SeededEvent, type SeedImport } from './seed-import';
export { seedImport, type SeededEvent, type SeedImport };

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
  /** A slug of category.tree.ts. */
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
  await ensureCategories(db);
  const seeded = await db.transaction(
    async (tx) => ({
      events: await seedEvents(tx, events),
      attendances: await seedAttendances(tx, attendances),
      swipes: (await tx.swipe.createMany({ data: [...swipes], skipDuplicates: true })).count,
    }),
    { timeoutMs: 120_000 },
  );
  await refreshPopularity(db, new Date());
  return seeded;
}

/** The same for who has an address and no connection: opens one, seeds, closes it. */
export const seedAt = (url: string, input: SeedInput): Promise<Seeded> => at(url, (db) => seed(db, input));

/** As seedImport, for who has an address and no connection. */
export const seedImportAt = (url: string, input: SeedImport): ReturnType<typeof seedImport> => at(url, (db) => seedImport(db, input));

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

async function seedEvents(tx: Tx, events: readonly SeedEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const venueIds = await ensureVenues(
    tx,
    events.flatMap((event) => event.venue ?? []),
    null,
  );
  await ensureTags(
    tx,
    events.flatMap((event) => event.tags ?? []),
  );
  const made = await tx.event.createManyAndReturn({
    data: events.map(({ venue, price, capacity: _capacity, ...event }) => ({
      ...event,
      ...priceColumns(price ?? FREE),
      venueId: venue ? venueIds.get(venueKey(venue))! : null,
      publishedAt: event.status === 'PUBLISHED' || event.status === 'COMPLETED' ? event.createdAt : null,
      updatedAt: event.createdAt,
    })),
    skipDuplicates: true,
    include: { venue: true },
  });
  const capacities = new Map(events.map(({ id, capacity }) => [id, capacity ?? null]));
  await tx.attendanceCounts.createMany({ data: made.map(({ id }) => ({ eventId: id, capacity: capacities.get(id) ?? null })) });
  await outbox.appendAll(
    tx,
    made.flatMap((event) => {
      const payload = {
        ...eventFact({ ...event, counts: null }, CHANGES[event.status as SeedEvent['status']]),
        capacity: capacities.get(event.id) ?? null,
      };
      const fact = { key: event.id, payload, headers: { correlationId: 'seed' } };
      return [
        { ...fact, topic: 'event.changed' as const },
        ...(event.status === 'PENDING_REVIEW' ? [{ ...fact, topic: 'event.submitted' as const }] : []),
      ];
    }),
  );
  return made.length;
}

async function seedAttendances(tx: Tx, attendances: readonly SeedAttendance[]): Promise<number> {
  if (attendances.length === 0) return 0;
  const queued = new Map<string, number>();
  const made = await tx.attendance.createManyAndReturn({
    data: attendances.map(({ answeredAt, ...attendance }) => {
      const isQueued = attendance.status === 'WAITLISTED';
      const queueNumber = isQueued ? (queued.get(attendance.eventId) ?? 0) + 1 : null;
      if (queueNumber) queued.set(attendance.eventId, queueNumber);
      return { ...attendance, queueNumber, createdAt: answeredAt, updatedAt: answeredAt };
    }),
    skipDuplicates: true,
  });
  await recount(tx, [...new Set(made.map(({ eventId }) => eventId))]);
  await outbox.appendAll(
    tx,
    made.map((attendance) => ({
      topic: 'attendance.changed' as const,
      key: attendance.eventId,
      payload: attendanceFact(null, attendance),
      headers: { correlationId: 'seed' },
    })),
  );
  return made.length;
}

/** Counts the answers anew. The constraint refuses a world with more guests than places. */
async function recount(tx: Tx, eventIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE attendance_counts c SET version = c.version + 1, going = n.going, interested = n.interested, maybe = n.maybe,
      waitlisted = n.waitlisted, checked_in = n.checked_in, last_queued = n.last_queued
    FROM (
      SELECT event_id, count(*) FILTER (WHERE status = 'GOING')::int AS going, count(*) FILTER (WHERE status = 'INTERESTED')::int AS interested,
        count(*) FILTER (WHERE status = 'MAYBE')::int AS maybe, count(*) FILTER (WHERE status = 'WAITLISTED')::int AS waitlisted,
        count(checked_in_at)::int AS checked_in, coalesce(max(queue_number), 0) AS last_queued
      FROM attendances WHERE event_id = ANY(${[...eventIds]}::uuid[]) GROUP BY event_id
    ) n
    WHERE c.event_id = n.event_id`;
}
