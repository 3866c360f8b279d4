import type { Viewer } from '@marquee/platform';
import { afterTests, aViewer, meetingOf } from '@marquee/platform/testing';
import { silentLogger } from '@marquee/platform';
import type { events } from '../src';
import { openDatabase, type Database } from '../src/db';
import { RsvpInARaceDocument, type RsvpInput } from './generated/documents';
import { aReplica, locklessAfter, type Replica, takesCounts } from './replicas';
import { startWorld, type World } from './world';

const PLACES = 10;
const GUESTS = 200;

let world: World;
let db: Database;
beforeEach(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const rsvpOn = async (replica: Replica, viewer: Viewer, eventId: string, status: RsvpInput['status']) => {
  const { data } = await replica.execute(viewer, RsvpInARaceDocument, { input: { eventId, status } });
  return data?.rsvp.__typename as string | undefined;
};

const twoReplicas = (module?: typeof events) => Promise.all([aReplica(world, module), aReplica(world, module)]);

/** What the answers themselves say, beside the row of counts. */
async function audit(eventId: string) {
  const answers = await db.prisma.attendance.findMany({ where: { eventId } });
  const counts = await db.prisma.attendanceCounts.findUniqueOrThrow({ where: { eventId } });
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
async function everybodyAtOnce(eventId: string) {
  const replicas = await twoReplicas();
  const answers = await Promise.all(guests(GUESTS).map((guest, n) => rsvpOn(replicas[n % 2]!, guest, eventId, 'GOING')));
  return { answers, state: await audit(eventId) };
}

test('of 200 people who want 10 places at once, 10 go and 190 wait in order (E13)', async () => {
  const { id } = await world.anEvent({ capacity: PLACES });
  const { answers, state } = await everybodyAtOnce(id);
  expect(answers.filter((answer) => answer !== 'RsvpSuccess')).toEqual([]);
  expect(state).toMatchObject({ going: PLACES, waitlisted: GUESTS - PLACES, offered: 0 });
  expect(state.counts).toMatchObject({ going: PLACES, waitlisted: GUESTS - PLACES, offered: 0, version: GUESTS + 1 });
  expect(state.queue.map((answer) => answer.queueNumber)).toEqual(Array.from({ length: GUESTS - PLACES }, (_, n) => n + 1));
});

/** Two want the one place there is, through two replicas that take no locks: both have read that it is free before one has it. */
async function bothForOnePlace(eventId: string) {
  const meet = meetingOf(2);
  const after = (statement: string) => (takesCounts(statement) ? meet() : undefined);
  const replicas = await twoReplicas(locklessAfter(after));
  await Promise.all(replicas.map((replica) => rsvpOn(replica, aViewer(), eventId, 'GOING')));
  return { faults: replicas.flatMap(({ faults }) => faults), state: await audit(eventId) };
}

test('control: without the lock, the constraint on the counts still refuses the second', async () => {
  const { id } = await world.anEvent({ capacity: 1 });
  const { faults, state } = await bothForOnePlace(id);
  expect(faults).toEqual([expect.stringContaining('attendance_counts_never_oversold')]);
  expect(state.going).toBe(1);
});

test('control: without the lock and without the constraint, more go than there are places', async () => {
  const { id } = await world.anEvent({ capacity: 1 });
  await db.prisma.$executeRaw`ALTER TABLE attendance_counts DROP CONSTRAINT attendance_counts_never_oversold`;
  expect((await bothForOnePlace(id)).state.going).toBe(2);
});

test('people who leave and people who come at once never oversell, and freed places are offered in the order of the queue', async () => {
  const { id } = await world.anEvent({ capacity: PLACES });
  const replicas = await twoReplicas();
  const inside = guests(PLACES);
  const waiting = guests(20);
  for (const guest of [...inside, ...waiting]) await rsvpOn(replicas[0]!, guest, id, 'GOING');

  await Promise.all([
    ...inside.map((guest, n) => rsvpOn(replicas[n % 2]!, guest, id, 'NOT_GOING')),
    ...guests(40).map((guest, n) => rsvpOn(replicas[n % 2]!, guest, id, 'GOING')),
  ]);
  const state = await audit(id);
  expect(state).toMatchObject({ going: 0, offered: PLACES, waitlisted: 60 });
  expect(state.counts).toMatchObject({ going: 0, offered: PLACES, waitlisted: 60 });
  expect(state.queue.slice(0, PLACES).map((answer) => answer.userId)).toEqual(waiting.slice(0, PLACES).map((guest) => guest.id));
  expect(state.queue.filter((answer) => answer.offerExpiresAt)).toHaveLength(PLACES);
  expect(state.queue.slice(0, PLACES).every((answer) => answer.offerExpiresAt)).toBe(true);

  await Promise.all(waiting.map((guest, n) => rsvpOn(replicas[n % 2]!, guest, id, 'GOING')));
  expect(await audit(id)).toMatchObject({ going: PLACES, offered: 0, waitlisted: 50 });
});

test('one person who answers twenty times at once has one answer', async () => {
  const { id } = await world.anEvent({ capacity: 1 });
  const replicas = await twoReplicas();
  const guest = aViewer();
  await Promise.all(Array.from({ length: 20 }, (_, n) => rsvpOn(replicas[n % 2]!, guest, id, 'GOING')));
  expect(await audit(id)).toMatchObject({ going: 1, waitlisted: 0, counts: { going: 1, version: 2 } });
});

test('an event that is cancelled while people come takes nobody after it, keeps its counts and leaves no offer open', async () => {
  const { id } = await world.anEvent({ capacity: PLACES });
  const replicas = await twoReplicas();
  const inside = guests(PLACES + 5);
  for (const guest of inside) await rsvpOn(replicas[0]!, guest, id, 'GOING');
  const cancel = world.callOff(id);
  const moves = [
    ...inside.slice(0, PLACES).map((guest) => [guest, 'NOT_GOING'] as const),
    ...guests(30).map((guest) => [guest, 'GOING'] as const),
  ];
  const answers = await Promise.all(moves.map(([guest, status], n) => rsvpOn(replicas[n % 2]!, guest, id, status)));
  await cancel;
  for (const answer of answers) expect(['RsvpSuccess', 'EventNotOpen']).toContain(answer);
  const { counts, going, waitlisted, offered } = await audit(id);
  expect(counts).toMatchObject({ going, waitlisted, offered });
  expect(offered).toBe(0);
  // One version for each answer, and one for the offers that the cancellation ended, if there were any.
  const given = PLACES + 5 + answers.filter((answer) => answer === 'RsvpSuccess').length;
  expect([given, given + 1]).toContain(counts.version - 1);
});
