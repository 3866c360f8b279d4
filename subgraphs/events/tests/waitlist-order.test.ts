import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import { openDatabase, type Database } from '../src/db';
import {
  GuestSeenDocument,
  GuestsSeenDocument,
  RsvpAsPartyDocument,
  SetEventRegistrationDocument,
  type RsvpInput,
} from './generated/documents';
import { aReplica, locklessAfter, type Replica } from './replicas';
import { startWorld, userOf, type World } from './world';

// Who often leaves places unused waits behind a few who come later (A24).

let world: World;
let db: Database;
beforeEach(async () => {
  world = await startWorld({ settings: { WAITLIST_YIELDS: '2', WAITLIST_SKIPS: '1' } });
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const rsvp = async (viewer: Viewer, eventId: string, more: Partial<RsvpInput> = {}): Promise<Data> =>
  (await world.run(viewer, RsvpAsPartyDocument, { input: { eventId, status: 'GOING', ...more } })).rsvp;
const leave = (viewer: Viewer, eventId: string) => rsvp(viewer, eventId, { status: 'NOT_GOING' });
const own = async (viewer: Viewer, id: string): Promise<Data> =>
  (await world.run(viewer, GuestSeenDocument, { id })).event!.viewerAttendance!;

/** Somebody of whom users tells that they come so often where they have a place. */
async function somebody(reliability: number, version = 1, viewer = aViewer()): Promise<Viewer> {
  await world.tell('user.updated', viewer.id, { ...userOf(viewer), version, reliability });
  return viewer;
}

async function aFullEvent(capacity: number) {
  const { id } = await world.anEvent({ capacity });
  await world.run(world.organiser, SetEventRegistrationDocument, { input: { eventId: id, maxCompanions: 5 } });
  const inside = Array.from({ length: capacity }, () => aViewer());
  for (const guest of inside) await rsvp(guest, id);
  return { id, inside };
}

test('who often left places unused is told on joining that two may pass, and why each that does (A24)', async () => {
  const { id, inside } = await aFullEvent(2);
  const [ann, bob, cyd, dan] = [await somebody(0.5), await somebody(1), await somebody(0.7), await somebody(1)];
  expect((await rsvp(ann, id)).attendance.waitlist).toMatchObject({ position: 1, mayPass: 2, moves: [] });
  expect((await rsvp(bob, id, { companions: 1 })).attendance.waitlist).toMatchObject({ position: 1, mayPass: 0 });
  expect((await own(ann, id)).waitlist).toEqual({
    ...{ position: 2, partiesAhead: 1, peopleAhead: 2, skipped: 0, placesSaved: false, mayPass: 1 },
    moves: [
      {
        reason: 'PASSED',
        message: 'A party of 2 that came later waits before you, because of places that you left unused: at most 2 parties do.',
        people: 2,
        places: 2,
      },
    ],
  });
  await rsvp(cyd, id);
  expect((await rsvp(dan, id)).attendance.waitlist).toMatchObject({ position: 4 });
  expect((await own(ann, id)).waitlist).toMatchObject({ position: 3, mayPass: 0 });

  // Bob's party is too large for one place, which goes to Cyd; the next to come free is kept for it.
  await leave(inside[0]!, id);
  expect(await own(cyd, id)).toMatchObject({ offeredPlaces: 1 });
  expect((await own(ann, id)).waitlist.moves[0]).toMatchObject({ reason: 'AHEAD_SERVED' });
  await leave(bob, id);
  await leave(inside[1]!, id);
  expect(await own(ann, id)).toMatchObject({ offeredPlaces: 1 });
  expect(await own(dan, id)).toMatchObject({ offeredPlaces: null, waitlist: { position: 1 } });
});

test('without anybody behind, nobody waits longer for it: no place stays empty', async () => {
  const { id, inside } = await aFullEvent(1);
  const ann = await somebody(0.1);
  await rsvp(ann, id);
  await leave(inside[0]!, id);
  expect(await own(ann, id)).toMatchObject({ offeredPlaces: 1 });
});

test('what is told of somebody after they joined moves nobody', async () => {
  const { id } = await aFullEvent(1);
  const [ann, bob] = [await somebody(1), await somebody(0.2)];
  await rsvp(ann, id);
  await rsvp(bob, id);
  await somebody(0.1, 2, ann);
  await somebody(1, 2, bob);
  await rsvp(aViewer(), id);
  expect((await own(ann, id)).waitlist).toMatchObject({ position: 1, mayPass: 0 });
  expect((await own(bob, id)).waitlist).toMatchObject({ position: 3, mayPass: 1 });
  // Who leaves and comes again joins as they are now.
  await leave(bob, id);
  expect((await rsvp(bob, id)).attendance.waitlist).toMatchObject({ position: 3, mayPass: 0 });
});

test('how reliable a guest is, is not told to the team', async () => {
  const { id } = await aFullEvent(1);
  const ann = await somebody(0.2);
  await rsvp(ann, id);
  await rsvp(aViewer(), id);
  const { nodes } = (await world.run(world.organiser, GuestsSeenDocument, { id, status: 'WAITLISTED' })).event!.attendees as Data;
  const seen = (nodes as Data[]).map(({ waitlist }) => waitlist as Data);
  expect(seen).toHaveLength(2);
  expect(seen.map(({ mayPass, moves }) => ({ mayPass, moves }))).toEqual([
    { mayPass: null, moves: [] },
    { mayPass: null, moves: [] },
  ]);
});

test('once places are kept for a party, nobody who comes later stands before it', async () => {
  const { id, inside } = await aFullEvent(2);
  const [ann, bob] = [await somebody(0.2), await somebody(0.2)];
  await rsvp(ann, id, { companions: 1 });
  await rsvp(bob, id);
  // One place is too few for Ann's two: Bob is served past her, and that was once.
  await leave(inside[0]!, id);
  expect((await own(ann, id)).waitlist).toMatchObject({ placesSaved: true, mayPass: 0 });
  const late = aViewer();
  expect((await rsvp(late, id)).attendance).toMatchObject({ status: 'WAITLISTED', waitlist: { position: 2 } });
  await leave(bob, id);
  await leave(inside[1]!, id);
  expect(await own(ann, id)).toMatchObject({ offeredPlaces: 2 });
});

describe('two join at once behind somebody whom one may pass, and two places come free', () => {
  beforeEach(async () => {
    world = await startWorld({ settings: { WAITLIST_YIELDS: '1' } });
    db = openDatabase(world.databaseUrl, silentLogger);
    afterTests(() => db.close());
  });

  const answers = (replica: Replica, viewer: Viewer, eventId: string, status: 'GOING' | 'NOT_GOING') =>
    replica.execute(viewer, RsvpAsPartyDocument, { input: { eventId, status } });

  /** How many joined past Ann, how many moves say so, and to how many of the two who joined a place was offered before Ann had hers. */
  async function twoJoin(replicas: readonly [Replica, Replica], leaveMeanwhile: boolean) {
    const { id, inside } = await aFullEvent(2);
    const ann = await somebody(0.2);
    const others = [await somebody(1), await somebody(1)];
    await rsvp(ann, id);
    const joining = others.map((viewer, at) => answers(replicas[at]!, viewer, id, 'GOING'));
    if (!leaveMeanwhile) await Promise.all(joining);
    await Promise.all(inside.map((guest) => leave(guest, id)));
    await Promise.all(joining);
    const offered = await db.prisma.attendance.findMany({ where: { eventId: id, offerExpiresAt: { not: null } } });
    return {
      offered: offered.length,
      toAnn: offered.some(({ userId }) => userId === ann.id),
      passed: await db.prisma.waitlistMove.count({ where: { eventId: id, kind: 'YIELDED' } }),
    };
  }

  test('one of them passes, and the other does not', async () => {
    const replicas = [await aReplica(world), await aReplica(world)] as const;
    expect(await twoJoin(replicas, false)).toEqual({ offered: 2, toAnn: true, passed: 1 });
  });

  test('while the places come free, too: whatever the order, one of them is hers', async () => {
    const replicas = [await aReplica(world), await aReplica(world)] as const;
    for (let round = 0; round < 4; round++) {
      const { toAnn, passed } = await twoJoin(replicas, true);
      expect(toAnn).toBe(true);
      expect(passed).toBeLessThanOrEqual(1);
    }
  });

  /** Replicas without locks: both have read the row of counts before one of them writes. Jobs read it, too, in other words. */
  async function lockless() {
    const meet = meetingOf(2);
    const module = locklessAfter((statement) => (statement.includes('AS "noShowsToldAt"') ? meet() : undefined));
    return [await aReplica(world, module), await aReplica(world, module)] as const;
  }

  test('control: without the lock, an index still refuses the second the same number', async () => {
    const replicas = await lockless();
    expect(await twoJoin(replicas, false)).toMatchObject({ toAnn: true, passed: 1 });
    expect(replicas.flatMap(({ faults }) => faults)).toEqual([expect.stringContaining('attendances_queue_idx')]);
  });

  test('control: without the lock and without the index both pass, and she is offered nothing', async () => {
    await db.prisma.$executeRaw`DROP INDEX attendances_queue_idx`;
    expect(await twoJoin(await lockless(), false)).toEqual({ offered: 2, toAnn: false, passed: 2 });
  });
});
