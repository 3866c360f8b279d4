import { createLogger, createMemoryBus, createMemoryCache, parseEnv, type Refusal, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, callerFor } from '@marquee/platform/testing';
import { createTools, type SubgraphRuntime } from '../src/context';
import { openDatabase } from '../src/db';
import { settings } from '../src/env';
import type { AttendanceCounts } from '../src/generated/prisma/client';
import { AttendanceService } from '../src/modules/attendance/attendance.service';
import type { GuestListOptions } from '../src/modules/attendance/guest-list';
import { VisibleEvents } from '../src/modules/event/event.visible';
import { start, type World } from './world';

const silent = createLogger('test', 'silent');
const PLACES = 10;
const GUESTS = 200;

let world: World;
beforeEach(async () => {
  world = await start();
});

/** Another replica of the subgraph's service, with connections of its own to the same database. */
function aReplica(): SubgraphRuntime {
  const db = openDatabase(world.databaseUrl, silent);
  const bus = createMemoryBus({ logger: silent });
  const cache = createMemoryCache();
  afterTests(async () => {
    await db.close();
    await bus.close();
    await cache.close();
  });
  return { databaseUrl: world.databaseUrl, db, bus, cache, clock: world.clock, logger: silent, settings: parseEnv(settings, {}) };
}

function attendancesOf(replica: SubgraphRuntime, viewer: Viewer, read?: GuestListOptions['read']): AttendanceService {
  const tools = createTools(replica, callerFor(viewer));
  return new AttendanceService(tools, new VisibleEvents(tools), read);
}

type Status = 'GOING' | 'NOT_GOING';
const rsvpOn = (replica: SubgraphRuntime, viewer: Viewer, eventId: string, status: Status, read?: GuestListOptions['read']) =>
  attendancesOf(replica, viewer, read).rsvp({ eventId, status, visibility: null, idempotencyKey: null });

/** What the answers themselves say, beside the row of counts. */
async function audit(replica: SubgraphRuntime, eventId: string) {
  const answers = await replica.db.prisma.attendance.findMany({ where: { eventId } });
  const counts = await replica.db.prisma.attendanceCounts.findUniqueOrThrow({ where: { eventId } });
  const number = (status: string) => answers.filter((answer) => answer.status === status).length;
  return {
    counts,
    going: number('GOING'),
    waitlisted: number('WAITLISTED'),
    offered: answers.filter((answer) => answer.offerExpiresAt).length,
    queue: answers.filter((answer) => answer.status === 'WAITLISTED').sort((a, b) => a.queueNumber! - b.queueNumber!),
  };
}

const guests = (count: number) => Array.from({ length: count }, () => aViewer());

/** The race: everybody wants to go at once, through two replicas. */
async function everybodyAtOnce(eventId: string, read?: GuestListOptions['read']) {
  const replicas = [aReplica(), aReplica()];
  const answers = await Promise.allSettled(guests(GUESTS).map((guest, n) => rsvpOn(replicas[n % 2]!, guest, eventId, 'GOING', read)));
  return { answers, state: await audit(replicas[0]!, eventId) };
}

/** Reads the counts as the guest list does, but without the lock, and with a little time to think. */
const unlocked: GuestListOptions['read'] = async (tx, eventId) => {
  const counts: AttendanceCounts | null = await tx.attendanceCounts.findUnique({ where: { eventId } });
  await tx.$queryRaw`SELECT 1 FROM pg_sleep(0.01)`;
  return counts;
};

test('of 200 people who want 10 places at once, 10 go and 190 wait in order', async () => {
  const { id } = await world.anEvent({ capacity: PLACES });
  const { answers, state } = await everybodyAtOnce(id);
  expect(answers.filter((answer) => answer.status === 'rejected')).toEqual([]);
  expect(state).toMatchObject({ going: PLACES, waitlisted: GUESTS - PLACES, offered: 0 });
  expect(state.counts).toMatchObject({ going: PLACES, waitlisted: GUESTS - PLACES, offered: 0, version: GUESTS + 1 });
  expect(state.queue.map((answer) => answer.queueNumber)).toEqual(Array.from({ length: GUESTS - PLACES }, (_, n) => n + 1));
}, 60_000);

test('control: without the lock, the constraint on the counts still refuses the eleventh', async () => {
  const { id } = await world.anEvent({ capacity: PLACES });
  const { answers, state } = await everybodyAtOnce(id, unlocked);
  const reasons = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [JSON.stringify(answer.reason) + String(answer.reason)] : [],
  );
  expect(reasons.filter((reason) => reason.includes('attendance_counts_never_oversold')).length).toBeGreaterThan(0);
  expect(state.going).toBeLessThanOrEqual(PLACES);
}, 60_000);

test('control: without the lock and without the constraint, more go than there are places', async () => {
  const { id } = await world.anEvent({ capacity: PLACES });
  const replica = aReplica();
  await replica.db.prisma.$executeRaw`ALTER TABLE attendance_counts DROP CONSTRAINT attendance_counts_never_oversold`;
  const { state } = await everybodyAtOnce(id, unlocked);
  expect(state.going).toBeGreaterThan(PLACES);
}, 60_000);

test('people who leave and people who come at once never oversell, and freed places are offered in the order of the queue', async () => {
  const { id } = await world.anEvent({ capacity: PLACES });
  const replicas = [aReplica(), aReplica()];
  const inside = guests(PLACES);
  const waiting = guests(20);
  for (const guest of [...inside, ...waiting]) await rsvpOn(replicas[0]!, guest, id, 'GOING');

  await Promise.all([
    ...inside.map((guest, n) => rsvpOn(replicas[n % 2]!, guest, id, 'NOT_GOING')),
    ...guests(40).map((guest, n) => rsvpOn(replicas[n % 2]!, guest, id, 'GOING')),
  ]);
  const state = await audit(replicas[0]!, id);
  expect(state).toMatchObject({ going: 0, offered: PLACES, waitlisted: 60 });
  expect(state.counts).toMatchObject({ going: 0, offered: PLACES, waitlisted: 60 });
  expect(state.queue.slice(0, PLACES).map((answer) => answer.userId)).toEqual(waiting.slice(0, PLACES).map((guest) => guest.id));
  expect(state.queue.filter((answer) => answer.offerExpiresAt)).toHaveLength(PLACES);
  expect(state.queue.slice(0, PLACES).every((answer) => answer.offerExpiresAt)).toBe(true);

  await Promise.all(waiting.map((guest, n) => rsvpOn(replicas[n % 2]!, guest, id, 'GOING')));
  expect(await audit(replicas[0]!, id)).toMatchObject({ going: PLACES, offered: 0, waitlisted: 50 });
}, 60_000);

test('one person who answers twenty times at once has one answer', async () => {
  const { id } = await world.anEvent({ capacity: 1 });
  const replicas = [aReplica(), aReplica()];
  const guest = aViewer();
  await Promise.all(Array.from({ length: 20 }, (_, n) => rsvpOn(replicas[n % 2]!, guest, id, 'GOING')));
  expect(await audit(replicas[0]!, id)).toMatchObject({ going: 1, waitlisted: 0, counts: { going: 1, version: 2 } });
});

test('an event that is cancelled while people come takes nobody after it, keeps its counts and leaves no offer open', async () => {
  const { id } = await world.anEvent({ capacity: PLACES });
  const replicas = [aReplica(), aReplica()];
  const inside = guests(PLACES + 5);
  for (const guest of inside) await rsvpOn(replicas[0]!, guest, id, 'GOING');
  const cancel = world.run(world.organiser, 'mutation ($input: CancelEventInput!) { cancelEvent(input: $input) { __typename } }', {
    input: { eventId: id },
  });
  const moves = [
    ...inside.slice(0, PLACES).map((guest) => [guest, 'NOT_GOING'] as const),
    ...guests(30).map((guest) => [guest, 'GOING'] as const),
  ];
  const answers = await Promise.allSettled(moves.map(([guest, status], n) => rsvpOn(replicas[n % 2]!, guest, id, status)));
  expect((await cancel).cancelEvent.__typename).toBe('CancelEventSuccess');
  for (const answer of answers) if (answer.status === 'rejected') expect((answer.reason as Refusal).type).toBe('EventNotOpen');
  const { counts, going, waitlisted, offered } = await audit(replicas[0]!, id);
  expect(counts).toMatchObject({ going, waitlisted, offered });
  expect(offered).toBe(0);
  // One version for each answer, and one for the offers that the cancellation ended, if there were any.
  const given = PLACES + 5 + answers.filter((answer) => answer.status === 'fulfilled').length;
  expect([given, given + 1]).toContain(counts.version - 1);
});
