import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Viewer } from '@marquee/platform';
import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import { openDatabase, type Database } from '../src/db';
import {
  EligibilityDocument,
  EnterEventLotteryDocument,
  LeaveEventLotteryDocument,
  LotteryDocument,
  OpenEventLotteryDocument,
  SetEventRegistrationDocument,
} from './generated/documents';
import { aReplica, locklessAfter } from './replicas';
import { aBoxOffice } from './selling';
import { DAY, HOUR, startWorld, type EventParts, type World } from './world';

// Places by lot that everybody can check (A8).

let world: World;
let db: Database;
beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const open = async (eventId: string, places: number, viewer = world.organiser, closesAt = later(DAY)): Promise<Data> =>
  (await world.run(viewer, OpenEventLotteryDocument, { input: { eventId, places, closesAt } })).openEventLottery;
const enter = async (viewer: Viewer, eventId: string, companions = 0): Promise<Data> =>
  (await world.run(viewer, EnterEventLotteryDocument, { input: { eventId, companions } })).enterEventLottery;
const leave = async (viewer: Viewer, eventId: string): Promise<Data> =>
  (await world.run(viewer, LeaveEventLotteryDocument, { input: { eventId } })).leaveEventLottery;
const look = async (viewer: Viewer | null, id: string): Promise<Data> => (await world.run(viewer, LotteryDocument, { id })).event!;
const runJob = () => world.subgraph.runJob('run-lotteries');

/** An event with a lottery that is open. */
async function aLottery(places: number, parts: EventParts = {}) {
  const { id } = await world.anEvent({ capacity: places, ...parts });
  await world.run(world.organiser, SetEventRegistrationDocument, { input: { eventId: id, maxCompanions: 3 } });
  const opened = await open(id, places);
  if (opened.__typename !== 'OpenEventLotterySuccess') throw new Error(JSON.stringify(opened));
  return { id, opened: opened.event.lottery as Data };
}

async function closeAndDraw() {
  world.clock.advance(DAY);
  await runJob();
  world.clock.advance(HOUR);
  await runJob();
}

interface Recompute {
  faultsOf(lottery: object): string[];
  readLottery(ask: (query: string, variables: object) => Promise<Data>, id: string): Promise<Data>;
}
const recompute = () => import(path.resolve(__dirname, '../../../docs/lottery/recompute.mjs')) as Promise<Recompute>;

test('the hash of the seed is there from the opening, entries and their hash from the close, the seed from the drawing (A8)', async () => {
  const { id, opened } = await aLottery(2);
  expect(opened).toMatchObject({ state: 'OPEN', places: 2, seed: null, entryCount: 0 });
  const people = [aViewer(), aViewer(), aViewer()];
  const ids: string[] = [];
  for (const person of people) ids.push((await enter(person, id)).event.lottery.viewerEntry.id);
  expect((await look(null, id)).lottery).toMatchObject({
    entryCount: 3,
    entriesHash: null,
    viewerEntry: null,
    entries: { totalCount: 0, nodes: [] },
  });
  world.clock.advance(DAY);
  expect((await look(null, id)).lottery).toMatchObject({ state: 'CLOSED', entriesHash: null });
  await runJob();
  const closed = (await look(people[0]!, id)).lottery;
  expect(closed).toMatchObject({
    state: 'CLOSED',
    seed: null,
    entries: { totalCount: 3 },
    viewerEntry: { id: ids[0], rank: null, won: null },
  });
  expect(closed.entries.nodes.map((entry: Data) => entry.id)).toEqual([...ids].sort());
  await runJob();
  expect((await look(null, id)).lottery.state).toBe('CLOSED');
  world.clock.advance(HOUR);
  await runJob();
  await runJob();
  const drawn = (await look(null, id)).lottery;
  expect(drawn).toMatchObject({ state: 'DRAWN', seedHash: opened.seedHash, entriesHash: closed.entriesHash, drawnPlaces: 2 });
  const { faultsOf } = await recompute();
  expect(faultsOf({ ...drawn, entries: drawn.entries.nodes })).toEqual([]);
  const statuses = await Promise.all(people.map(async (person) => (await look(person, id)).viewerAttendance));
  expect(statuses.map(({ status }) => status as string).sort()).toEqual(['GOING', 'GOING', 'WAITLISTED']);
  expect(drawn.entries.nodes.filter(({ won }: Data) => won)).toHaveLength(2);
});

test('who lost waits in the order in which they were drawn, and is offered what is freed', async () => {
  const { id } = await aLottery(1);
  const people = Array.from({ length: 4 }, () => aViewer());
  for (const person of people) await enter(person, id);
  await closeAndDraw();
  const ranked: { person: Viewer; rank: number; position: number | null }[] = [];
  for (const person of people) {
    const { lottery, viewerAttendance } = await look(person, id);
    ranked.push({ person, rank: lottery.viewerEntry.rank, position: viewerAttendance.waitlistPosition });
  }
  ranked.sort((a, b) => a.rank - b.rank);
  expect(ranked.map(({ position }) => position)).toEqual([null, 1, 2, 3]);
  await world.rsvp(ranked[0]!.person, id, 'NOT_GOING');
  expect(await world.rsvp(ranked[1]!.person, id)).toMatchObject({ attendance: { status: 'GOING' } });
});

test('a script recomputes the winners of 1,000 entries from the API, and finds what was changed (A8)', async () => {
  const { id } = await aLottery(300);
  await db.prisma.lotteryEntry.createMany({
    data: Array.from({ length: 1000 }, (_, n) => ({
      id: randomUUID(),
      eventId: id,
      userId: randomUUID(),
      companions: n % 4,
      enteredAt: world.clock.now(),
    })),
  });
  await closeAndDraw();
  const { faultsOf, readLottery } = await recompute();
  const lottery = await readLottery(async (query, variables) => world.run(null, query, variables as Record<string, unknown>), id);
  expect(lottery.entries).toHaveLength(1000);
  expect(faultsOf(lottery)).toEqual([]);
  const winners = lottery.entries.filter(({ won }: Data) => won) as Data[];
  expect(winners.reduce((sum, { people }) => sum + (people as number), 0)).toBe(300);
  expect((await look(null, id)).attendanceCounts).toMatchObject({ going: 300, available: 0 });

  const entries = lottery.entries as Data[];
  const without = { ...lottery, entries: entries.slice(1) };
  expect(faultsOf(without)[0]).toContain('the entries are not those');
  const larger = { ...lottery, entries: entries.map((entry, n) => (n === 500 ? { ...entry, people: entry.people + 1 } : entry)) };
  expect(faultsOf(larger)[0]).toContain('the entries are not those');
  const replaced = { ...lottery, entries: entries.map((entry, n) => (n === 0 ? { ...entry, id: randomUUID() } : entry)) };
  expect(faultsOf(replaced)[0]).toContain('the entries are not those');
  expect(faultsOf({ ...lottery, seed: 'f'.repeat(64) })[0]).toContain('the seed is not the one');
  const loser = entries.find(({ won }) => !won)!;
  const swapped = { ...lottery, entries: entries.map((entry) => (entry === loser ? { ...entry, won: true } : entry)) };
  expect(faultsOf(swapped)).toEqual([expect.stringContaining(`entry ${loser.id} was drawn`)]);
});

test('while places are given by lot nobody answers GOING', async () => {
  const { id } = await aLottery(2);
  const ann = aViewer();
  const { eligibility } = await world.run(ann, EligibilityDocument, { eventId: id, purpose: 'GOING' });
  expect(eligibility).toMatchObject({ code: 'LOTTERY_NEEDED', nextStep: 'COMPLETE_ACTION' });
  expect(await world.rsvp(ann, id)).toMatchObject({ __typename: 'NotEligible', eligibility: 'LOTTERY_NEEDED' });
  expect(await world.rsvp(ann, id, 'INTERESTED')).toMatchObject({ attendance: { status: 'INTERESTED' } });
  await enter(ann, id);
  await closeAndDraw();
  expect(await world.rsvp(aViewer(), id)).toMatchObject({ attendance: { status: 'GOING' } });
});

describe('an entry', () => {
  test('is one for each person, and may be changed and taken back until the close', async () => {
    const { id } = await aLottery(5);
    const ann = aViewer();
    const first = (await enter(ann, id)).event.lottery;
    const second = (await enter(ann, id, 2)).event.lottery;
    expect(second).toMatchObject({ entryCount: 1, viewerEntry: { id: first.viewerEntry.id, people: 3 } });
    for (let n = 0; n < 2; n++) expect((await leave(ann, id)).event.lottery.viewerEntry).toBeNull();
    world.clock.advance(DAY);
    expect(await enter(ann, id)).toMatchObject({ __typename: 'LotteryNotOpen', state: 'CLOSED' });
    expect(await leave(ann, id)).toMatchObject({ __typename: 'LotteryNotOpen' });
  });

  test('is refused to who may not come', async () => {
    const { id } = await aLottery(2, { requirements: { invitationOnly: true } });
    expect(await enter(aViewer(), id)).toMatchObject({ __typename: 'NotEligible', eligibility: 'INVITATION_NEEDED' });
    const { id: small } = await aLottery(2);
    expect(await enter(aViewer(), small, 3)).toMatchObject({ message: 'companions: must be at most 1: there are no more places' });
    expect(await enter(aViewer(), small, 4)).toMatchObject({ message: 'companions: must be at most 3' });
    const plain = await world.anEvent();
    expect(await enter(aViewer(), plain.id)).toMatchObject({ __typename: 'LotteryNotOpen', state: null });
    expect((await enter(aViewer(), randomUUID())).__typename).toBe('NotFound');
    const { errors } = await world.execute(null, print(EnterEventLotteryDocument), { input: { eventId: small } });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('of a person who was erased stays without them, and their place goes to the next', async () => {
    const { id } = await aLottery(1);
    const [ann, bob] = [aViewer(), aViewer()];
    await world.know([ann, bob]);
    for (const person of [ann, bob]) await enter(person, id);
    world.clock.advance(DAY);
    await runJob();
    await world.tell('user.erased', ann.id, { userId: ann.id });
    world.clock.advance(HOUR);
    await runJob();
    expect(await db.prisma.lotteryEntry.count({ where: { userId: ann.id } })).toBe(0);
    const { lottery, attendanceCounts } = await look(bob, id);
    expect(lottery.entries.nodes).toHaveLength(2);
    expect((await recompute()).faultsOf({ ...lottery, entries: lottery.entries.nodes })).toEqual([]);
    // Bob has won, or the place that Ann would have had is offered to him.
    expect(attendanceCounts.going + (await db.prisma.attendance.count({ where: { eventId: id, offerExpiresAt: { not: null } } }))).toBe(1);
    const early = await aLottery(1);
    await enter(bob, early.id);
    await world.tell('user.erased', bob.id, { userId: bob.id });
    expect((await look(null, early.id)).lottery.entryCount).toBe(0);
  });
});

describe('is opened', () => {
  test('by those who run the event, once, with places that are free', async () => {
    const { id } = await world.anEvent({ capacity: 3 });
    const editor = aViewer();
    await world.join(id, editor, 'EDITOR');
    expect((await open(id, 3, editor)).__typename).toBe('NotAllowed');
    expect(await open(id, 4)).toMatchObject({ message: 'places: must be at most 3: no more are free' });
    expect((await open(id, 3, world.organiser, later(-HOUR))).__typename).toBe('InvalidInput');
    expect((await open(id, 3, world.organiser, later(31 * DAY))).__typename).toBe('InvalidInput');
    expect((await open(id, 3)).__typename).toBe('OpenEventLotterySuccess');
    expect(await open(id, 3)).toMatchObject({ message: 'This event has a lottery already.' });
  });

  test('not where tickets are sold, people wait, or nothing is published', async () => {
    const sold = await world.anEvent({ capacity: 3 });
    await aBoxOffice(world, sold.id).tell();
    expect(await open(sold.id, 1)).toMatchObject({ message: 'Places at this event come by a ticket.' });
    const full = await world.anEvent({ capacity: 1 });
    for (const guest of [aViewer(), aViewer()]) await world.rsvp(guest, full.id);
    expect(await open(full.id, 1)).toMatchObject({ __typename: 'NotAllowed' });
    expect((await open((await world.anEvent({ status: 'DRAFT' })).id, 1)).__typename).toBe('EventNotOpen');
  });

  test('and is void when the event is called off', async () => {
    const { id } = await aLottery(2);
    await enter(aViewer(), id);
    await world.callOff(id);
    await closeAndDraw();
    expect((await look(world.organiser, id)).lottery).toMatchObject({ state: 'VOID', seed: null });
  });
});

describe('drawn while people enter', () => {
  /** Ten enter, and the lottery is closed, all at once. */
  async function race(id: string, module?: Parameters<typeof aReplica>[1]) {
    const replicas = await Promise.all([aReplica(world, module), aReplica(world, module)]);
    const entering = Array.from({ length: 10 }, (_, n) =>
      replicas[n % 2]!.execute(aViewer(), EnterEventLotteryDocument, { input: { eventId: id } }).then(
        ({ data }) => data?.enterEventLottery.__typename as string,
      ),
    );
    world.clock.advance(DAY);
    await Promise.all([...entering, runJob()]);
    return Promise.all(entering);
  }

  test('an entry is in the published hash, or is refused', async () => {
    const { id } = await aLottery(3);
    const outcomes = await race(id);
    world.clock.advance(HOUR);
    await runJob();
    const { lottery } = await look(null, id);
    expect(lottery.entries.totalCount).toBe(outcomes.filter((outcome) => outcome === 'EnterEventLotterySuccess').length);
    expect((await recompute()).faultsOf({ ...lottery, entries: lottery.entries.nodes })).toEqual([]);
  });

  test('control: without the lock an entry comes in after the hash, and the script finds it', async () => {
    const { id } = await aLottery(3);
    // Comes when the late one has read that the lottery is open, and goes on when it has closed.
    const [reached, closed] = [meetingOf(2), meetingOf(2)];
    const between = async () => {
      await reached();
      await closed();
    };
    const late = await aReplica(
      world,
      locklessAfter((statement) => (statement === 'eventRegistration.findUnique' ? between() : undefined)),
    );
    const entering = late.execute(aViewer(), EnterEventLotteryDocument, { input: { eventId: id } });
    await reached();
    world.clock.advance(DAY);
    await runJob();
    await closed();
    expect((await entering).data?.enterEventLottery.__typename).toBe('EnterEventLotterySuccess');
    world.clock.advance(HOUR);
    await runJob();
    const { lottery } = await look(null, id);
    expect((await recompute()).faultsOf({ ...lottery, entries: lottery.entries.nodes })[0]).toContain('the entries are not those');
  });
});
