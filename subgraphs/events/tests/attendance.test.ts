import { setTimeout } from 'node:timers/promises';
import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import type { AttendanceChanged } from '@marquee/schema/topics';
import { openDatabase } from '../src/db';
import { OwnAttendanceDocument, RsvpDocument, UpdateEventDocument, type UpdateEventInput } from './generated/documents';
import { DAY, HOUR, startWorld, type World } from './world';

let world: World;
const facts: AttendanceChanged[] = [];

beforeAll(async () => {
  world = await startWorld();
  await world.bus.consume('listener', ['attendance.changed'], async ({ payload }) => void facts.push(payload as AttendanceChanged));
});
beforeEach(() => facts.splice(0));

const own = async (viewer: Viewer, id: string) => (await world.run(viewer, OwnAttendanceDocument, { id })).event!.viewerAttendance as Data;
const told = async (viewer: Viewer) => {
  await world.subgraph.drain();
  return facts
    .filter((fact) => fact.userId === viewer.id)
    .map(({ version, previousStatus, status, offerExpiresAt }) => [version, previousStatus, status, offerExpiresAt !== null]);
};
const update = async (input: UpdateEventInput) => (await world.run(world.organiser, UpdateEventDocument, { input })).updateEvent;
const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();

/** Begins something that waits for the event's guest list, and lets time pass before it gets it. */
async function whileLocked<T>(eventId: string, begin: () => Promise<T>, meanwhile: () => void): Promise<T> {
  const db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  let begun!: Promise<T>;
  await db.transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM attendance_counts WHERE event_id = ${eventId}::uuid FOR UPDATE`;
    begun = begin();
    while ((await db.pool.query(waiting)).rowCount === 0) await setTimeout(10);
    meanwhile();
  });
  return begun;
}

describe('answering', () => {
  test('puts a person on the list, and changes the mind (E41)', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent();
    expect(await world.rsvp(ann, id, 'INTERESTED')).toMatchObject({ attendance: { status: 'INTERESTED', version: 1 } });
    await world.rsvp(bob, id, 'MAYBE');
    expect(await world.counts(id)).toMatchObject({ going: 0, interested: 1, maybe: 1, version: 3 });
    expect(await world.rsvp(ann, id, 'GOING')).toMatchObject({ attendance: { status: 'GOING', version: 2 } });
    await world.rsvp(bob, id, 'NOT_GOING');
    expect(await world.counts(id)).toMatchObject({ going: 1, interested: 0, maybe: 0, version: 5 });
    expect(await told(ann)).toEqual([
      [1, null, 'INTERESTED', false],
      [2, 'INTERESTED', 'GOING', false],
    ]);
  });

  test('the same again changes nothing and tells nothing', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    const first = await world.rsvp(ann, id);
    expect(await world.rsvp(ann, id)).toEqual(first);
    expect(await told(ann)).toHaveLength(1);
    expect(await world.counts(id)).toMatchObject({ going: 1, version: 2 });
  });

  test('is shown as the person’s privacy settings say, until the answer says otherwise (U57)', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    expect(await world.rsvp(aViewer(), id)).toMatchObject({ attendance: { visibility: 'PRIVATE' } });
    await world.tell('user.updated', ann.id, aPerson(ann, { privacy: { interests: 'PRIVATE', attendance: 'FRIENDS' } }));
    expect(await world.rsvp(ann, id)).toMatchObject({ attendance: { visibility: 'FRIENDS', version: 1 } });
    expect(await world.rsvp(ann, id, 'GOING', { visibility: 'PUBLIC' })).toMatchObject({
      attendance: { visibility: 'PUBLIC', version: 2 },
    });
    expect(await world.rsvp(ann, id, 'MAYBE')).toMatchObject({ attendance: { visibility: 'PUBLIC' } });
  });

  test('takes effect once for one idempotency key', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    const answers = await Promise.all(Array.from({ length: 5 }, () => world.rsvp(ann, id, 'GOING', { idempotencyKey: 'tap' })));
    expect(new Set(answers.map((answer) => answer.attendance.id)).size).toBe(1);
    expect(await world.rsvp(ann, id, 'MAYBE', { idempotencyKey: 'tap' })).toMatchObject({ __typename: 'KeyReused' });
  });

  test('is refused where there is nothing to answer to', async () => {
    const draft = await world.anEvent({ status: 'DRAFT' });
    expect(await world.rsvp(world.organiser, draft.id)).toMatchObject({
      __typename: 'EventNotOpen',
      code: 'NOT_ALLOWED_NOW',
      status: 'DRAFT',
    });
    const past = await world.anEvent({ startsAt: later(HOUR), endsAt: later(2 * HOUR) });
    world.clock.advance(3 * HOUR);
    expect(await world.rsvp(aViewer(), past.id)).toMatchObject({
      __typename: 'EventNotOpen',
      status: 'PUBLISHED',
      message: 'This event is over.',
    });
    expect(await world.rsvp(aViewer(), 'nonsense')).toMatchObject({ __typename: 'InvalidInput' });
    const { errors } = await world.execute(null, print(RsvpDocument), { input: { eventId: draft.id, status: 'GOING' } });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

describe('a full event', () => {
  test('puts the second guest on the waiting list, and offers the place when the first leaves (E43, E44)', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    await world.rsvp(ann, id);
    expect(await world.rsvp(bob, id)).toMatchObject({
      __typename: 'RsvpSuccess',
      attendance: {
        status: 'WAITLISTED',
        waitlistPosition: 1,
        offerExpiresAt: null,
        event: { attendanceCounts: { going: 1, waitlisted: 1, available: 0 } },
      },
    });
    expect(await world.rsvp(cleo, id)).toMatchObject({ attendance: { status: 'WAITLISTED', waitlistPosition: 2 } });

    await world.rsvp(ann, id, 'NOT_GOING');
    expect(await world.counts(id)).toMatchObject({ going: 0, waitlisted: 2, available: 0 });
    expect(await own(bob, id)).toMatchObject({ status: 'WAITLISTED', waitlistPosition: null, offerExpiresAt: later(DAY) });
    expect(await own(cleo, id)).toMatchObject({ waitlistPosition: 1, offerExpiresAt: null });
    expect(await told(bob)).toEqual([
      [1, null, 'WAITLISTED', false],
      [2, 'WAITLISTED', 'WAITLISTED', true],
    ]);
    expect(await world.rsvp(aViewer(), id)).toMatchObject({ attendance: { status: 'WAITLISTED', waitlistPosition: 2 } });

    expect(await world.rsvp(bob, id)).toMatchObject({ attendance: { status: 'GOING', offerExpiresAt: null } });
    expect(await world.counts(id)).toMatchObject({ going: 1, waitlisted: 2, available: 0 });
  });

  test('moves an offer on when it is not taken in time', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    for (const guest of [ann, bob, cleo]) await world.rsvp(guest, id);
    await world.rsvp(ann, id, 'INTERESTED');
    world.clock.advance(DAY - 1);
    await world.subgraph.runJob('move-offers-on');
    expect((await own(bob, id)).offerExpiresAt).not.toBeNull();
    world.clock.advance(1);
    await world.subgraph.runJob('move-offers-on');
    expect(await own(bob, id)).toMatchObject({ status: 'INTERESTED', offerExpiresAt: null });
    expect(await own(cleo, id)).toMatchObject({ status: 'WAITLISTED', offerExpiresAt: later(DAY) });
    expect(await told(bob)).toEqual([
      [1, null, 'WAITLISTED', false],
      [2, 'WAITLISTED', 'WAITLISTED', true],
      [3, 'WAITLISTED', 'INTERESTED', false],
    ]);
    expect(await world.counts(id)).toMatchObject({ interested: 2, waitlisted: 1, going: 0, available: 0 });
  });

  test('does not give a place on an offer that is over, though nobody has taken it back yet', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    for (const guest of [ann, bob, cleo]) await world.rsvp(guest, id);
    await world.rsvp(ann, id, 'NOT_GOING');
    world.clock.advance(2 * DAY);
    expect(await world.rsvp(bob, id)).toMatchObject({ attendance: { status: 'WAITLISTED', waitlistPosition: 1 } });
    expect(await own(cleo, id)).toMatchObject({ offerExpiresAt: later(DAY) });
  });

  test('does not give a place on an offer that ran out while the answer waited for its turn', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    for (const guest of [ann, bob, cleo]) await world.rsvp(guest, id);
    await world.rsvp(ann, id, 'NOT_GOING');
    const late = await whileLocked(
      id,
      () => world.rsvp(bob, id),
      () => world.clock.advance(DAY),
    );
    expect(late).toMatchObject({ attendance: { status: 'WAITLISTED', waitlistPosition: 1 } });
    expect(await own(cleo, id)).toMatchObject({ offerExpiresAt: later(DAY) });
  });

  test('offers every place of a raised capacity, in order', async () => {
    const { id, version } = await world.anEvent({ capacity: 1 });
    const guests = [aViewer(), aViewer(), aViewer(), aViewer()];
    for (const guest of guests) await world.rsvp(guest, id);
    await update({ eventId: id, version, capacity: 3 });
    expect(await Promise.all(guests.map(async (guest) => (await own(guest, id)).offerExpiresAt !== null))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    await update({ eventId: id, version: version + 1, capacity: null });
    expect((await own(guests[3]!, id)).offerExpiresAt).not.toBeNull();
    expect(await world.counts(id)).toMatchObject({ capacity: null, available: null, waitlisted: 3 });
  });

  test('holds an offer shorter near the start', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1, startsAt: later(8 * HOUR), endsAt: later(10 * HOUR) });
    for (const guest of [ann, bob]) await world.rsvp(guest, id);
    await world.rsvp(ann, id, 'NOT_GOING');
    expect((await own(bob, id)).offerExpiresAt).toBe(later(2 * HOUR));
  });

  test('makes no offers any more when it is cancelled', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    for (const guest of [ann, bob]) await world.rsvp(guest, id);
    await world.rsvp(ann, id, 'NOT_GOING');
    await world.callOff(id);
    expect(await own(bob, id)).toMatchObject({ status: 'CANCELLED', offerExpiresAt: null });
    expect(await world.rsvp(bob, id)).toMatchObject({ __typename: 'EventNotOpen', status: 'CANCELLED' });
  });

  test('tells the place in the queue to that person and the organiser only', async () => {
    const [ann, bob, eve] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    await world.rsvp(ann, id);
    const { attendance } = await world.rsvp(bob, id, 'GOING', { visibility: 'PUBLIC' });
    const position = async (viewer: Viewer | null) =>
      (await world.entity(viewer, { __typename: 'Attendance', id: attendance.id }, '{ status waitlistPosition }')).data!._entities[0];
    expect(await position(bob)).toEqual({ status: 'WAITLISTED', waitlistPosition: 1 });
    expect(await position(world.organiser)).toEqual({ status: 'WAITLISTED', waitlistPosition: 1 });
    expect(await position(eve)).toEqual({ status: 'WAITLISTED', waitlistPosition: null });
  });
});

describe('a person who is erased', () => {
  test('leaves no answer behind, and the place goes to the next', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    for (const guest of [ann, bob]) await world.rsvp(guest, id);
    await world.tell('user.erased', ann.id, { userId: ann.id });
    expect(await own(ann, id)).toBeNull();
    expect(await world.counts(id)).toMatchObject({ going: 0, waitlisted: 1, available: 0 });
    expect((await own(bob, id)).offerExpiresAt).not.toBeNull();
  });
});

function aPerson(viewer: Viewer, parts: object = {}) {
  return {
    userId: viewer.id,
    version: 1,
    username: viewer.username,
    displayName: 'Ann',
    avatarUrl: null,
    role: 'user',
    verified: false,
    interests: [],
    traits: [],
    location: null,
    activityLevel: 5,
    reputation: 0,
    privacy: { interests: 'PRIVATE', attendance: 'PRIVATE' },
    active: true,
    ...parts,
  };
}
