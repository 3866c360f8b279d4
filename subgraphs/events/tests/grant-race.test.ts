import { setTimeout } from 'node:timers/promises';
import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer } from '@marquee/platform/testing';
import { openDatabase, type Database } from '../src/db';
import { RsvpInARaceDocument } from './generated/documents';
import { aReplica, lockless } from './replicas';
import { aBoxOffice, toldToPayments } from './selling';
import { startWorld, type World } from './world';

const PLACES = 2;

let world: World;
let db: Database;
beforeEach(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const untilWaiting = async (number: number) => {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while (((await db.pool.query(waiting)).rowCount ?? 0) < number) await setTimeout(10);
};

/** Tickets come on sale, and right behind them, before anybody knows of it, somebody answers. Returns the places given away in all. */
async function anAnswerBehindTickets(module?: typeof lockless) {
  const told = await toldToPayments(world);
  const { id } = await world.anEvent({ capacity: PLACES });
  const replica = await aReplica(world, module);
  let both!: Promise<unknown>[];
  await db.transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM attendance_counts WHERE event_id = ${id}::uuid FOR UPDATE`;
    both = [aBoxOffice(world, id).tell()];
    await untilWaiting(1);
    both.push(replica.execute(aViewer(), RsvpInARaceDocument, { input: { eventId: id, status: 'GOING' } }));
    await untilWaiting(2);
  });
  await Promise.all(both);
  const [[, granted]] = (await told.grantsOf(id)) as [[number, number]];
  return granted + (await db.prisma.attendance.count({ where: { eventId: id, status: 'GOING' } }));
}

test('a place is given by an answer or granted to be sold, never both (security F15)', async () => {
  expect(await anAnswerBehindTickets()).toBe(PLACES);
});

test('control: without the lock and without the constraint, one is both', async () => {
  await db.prisma.$executeRaw`ALTER TABLE attendance_counts DROP CONSTRAINT attendance_counts_never_oversold`;
  expect(await anAnswerBehindTickets(lockless)).toBe(PLACES + 1);
});

test('control: without the lock, the constraint refuses it', async () => {
  expect(await anAnswerBehindTickets(lockless)).toBe(PLACES);
});
