import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, meetingOf } from '@marquee/platform/testing';
import type { events } from '../src';
import { openDatabase, type Database } from '../src/db';
import { RsvpInARaceDocument, SetEventRegistrationDocument, UpdateEventDocument } from './generated/documents';
import { aReplica, locklessAfter, type Replica, takesCounts } from './replicas';
import { startWorld, type World } from './world';

let world: World;
let db: Database;
beforeEach(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const twoReplicas = (module?: typeof events) => Promise.all([aReplica(world, module), aReplica(world, module)]);

async function anEventForParties(capacity: number) {
  const event = await world.anEvent({ capacity });
  await world.run(world.organiser, SetEventRegistrationDocument, { input: { eventId: event.id, maxCompanions: 5 } });
  return event;
}

const comes = async (replica: Replica, viewer: Viewer, eventId: string, companions: number) => {
  const { data } = await replica.execute(viewer, RsvpInARaceDocument, { input: { eventId, status: 'GOING', companions } });
  return data?.rsvp.__typename as string | undefined;
};

/** What the answers themselves say, beside the row of counts. */
async function audit(eventId: string) {
  const answers = await db.prisma.attendance.findMany({ where: { eventId } });
  const counts = await db.prisma.attendanceCounts.findUniqueOrThrow({ where: { eventId } });
  const people = (status: string) =>
    answers.filter((answer) => answer.status === status).reduce((sum, { companions }) => sum + 1 + companions, 0);
  return { counts, going: people('GOING'), waitlisted: people('WAITLISTED') };
}

test('a capacity that is lowered while parties come is never exceeded, and the numbers are those of the parties', async () => {
  const { id, version } = await anEventForParties(30);
  const replicas = await twoReplicas();
  const lower = world.run(world.organiser, UpdateEventDocument, { input: { eventId: id, version, capacity: 15 } });
  const parties = Array.from({ length: 40 }, (_, n) => comes(replicas[n % 2]!, aViewer(), id, n % 4));
  const answers = await Promise.all(parties);
  const lowered = (await lower).updateEvent.__typename === 'UpdateEventSuccess';
  expect(answers.filter((answer) => answer !== 'RsvpSuccess')).toEqual([]);
  const { counts, going, waitlisted } = await audit(id);
  expect(counts).toMatchObject({ going, waitlisted, capacity: lowered ? 15 : 30 });
  expect(going + counts.offered).toBeLessThanOrEqual(counts.capacity!);
  expect(going + waitlisted).toBe(100);
});

/** Two parties of two want the two places there are, through replicas that take no locks: both have read that they are free. */
async function bothForTwoPlaces(eventId: string) {
  const meet = meetingOf(2);
  const after = (statement: string) => (takesCounts(statement) ? meet() : undefined);
  const replicas = await twoReplicas(locklessAfter(after));
  await Promise.all(replicas.map((replica) => comes(replica, aViewer(), eventId, 1)));
  return { faults: replicas.flatMap(({ faults }) => faults), going: (await audit(eventId)).going };
}

test('control: without the lock, the constraint on the counts still refuses the second party', async () => {
  const { id } = await anEventForParties(2);
  const { faults, going } = await bothForTwoPlaces(id);
  expect(faults).toEqual([expect.stringContaining('attendance_counts_never_oversold')]);
  expect(going).toBe(2);
});

test('control: without the lock and without the constraint, more people go than there are places', async () => {
  const { id } = await anEventForParties(2);
  await db.prisma.$executeRaw`ALTER TABLE attendance_counts DROP CONSTRAINT attendance_counts_never_oversold`;
  expect((await bothForTwoPlaces(id)).going).toBe(4);
});
