import { randomUUID } from 'node:crypto';
import { aViewer, callerFor, countStatements } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  UpdateEventDocument,
  AttendanceChangedDocument,
  EventUpdatedDocument,
  NumbersOfEventDocument,
  type UpdateEventInput,
} from './generated/documents';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const update = (input: UpdateEventInput) => world.run(world.organiser, UpdateEventDocument, { input });
const NumbersVersion = 'query ($id: ID!) { event(id: $id) { version } }';
const ATTENDANCE = print(AttendanceChangedDocument);
const UPDATED = print(EventUpdatedDocument);

/** Whether something comes within a short while; the stream is used up after it. */
const silence = (stream: { next(): Promise<unknown> }) =>
  Promise.race([
    stream.next().then(
      () => 'a message',
      () => 'the end',
    ),
    new Promise((resolve) => setTimeout(resolve, 150, 'silence')),
  ]);

describe('live interest (E47, X39)', () => {
  const INTEREST = 'subscription ($id: ID!) { interestShown(eventId: $id) { status user { id } } }';

  test('tells who says that they are interested, once each, to those who may see the answer', async () => {
    const { id } = await world.anEvent();
    const [friend, shy, friendly, open] = [aViewer(), aViewer(), aViewer(), aViewer()];
    await world.know([friend, friendly]);
    await world.befriend(friend, friendly);
    const [close, anybody] = [await world.subscribe(friend, INTEREST, { id }), await world.subscribe(null, INTEREST, { id })];
    await world.rsvp(aViewer(), id, 'MAYBE', { visibility: 'PUBLIC' });
    await world.rsvp(aViewer(), id, 'GOING', { visibility: 'PUBLIC' });
    await world.rsvp(shy, id, 'INTERESTED', { visibility: 'PRIVATE' });
    for (let n = 0; n < 2; n++) await world.rsvp(friendly, id, 'INTERESTED', { visibility: 'FRIENDS' });
    await world.rsvp(open, id, 'INTERESTED', { visibility: 'PUBLIC' });
    const told = (viewer: { id: string }) => ({ data: { interestShown: { status: 'INTERESTED', user: { id: viewer.id } } } });
    expect(await close.next()).toMatchObject(told(friendly));
    expect(await close.next()).toMatchObject(told(open));
    expect(await anybody.next()).toMatchObject(told(open));
    await close.close();
    await anybody.close();
  });

  test('is for who may see the event, as long as they may', async () => {
    const guest = aViewer();
    const { id } = await world.anEvent();
    const stream = await world.subscribe(guest, INTEREST, { id });
    const { version } = (await world.run(world.organiser, NumbersVersion, { id })).event as { version: number };
    await update({ eventId: id, version, visibility: 'PRIVATE' });
    expect(await silence(stream)).toBe('the end');
    const refused = await world.subscribe(guest, INTEREST, { id }).then(
      () => 'a stream',
      () => 'a refusal',
    );
    expect(refused).toBe('a refusal');
  });
});

describe('live attendance', () => {
  test('tells after each change what a query at that version answers (E46, A1)', async () => {
    const { id } = await world.anEvent({ capacity: 2 });
    const stream = await world.subscribe(null, ATTENDANCE, { id });
    for (const [viewer, status] of [
      [aViewer(), 'GOING'],
      [aViewer(), 'INTERESTED'],
      [aViewer(), 'GOING'],
      [aViewer(), 'GOING'],
    ] as const) {
      await world.rsvp(viewer, id, status);
      const { attendanceChanged } = (await stream.next()).data!;
      const { event } = await world.run(null, NumbersOfEventDocument, { id });
      expect(attendanceChanged).toEqual({ version: event!.attendanceCounts.version, event });
    }
    await stream.close();
  });

  test('tells every version in order when many answer at once, the last included', async () => {
    const { id } = await world.anEvent({ capacity: 5 });
    const stream = await world.subscribe(null, ATTENDANCE, { id });
    await Promise.all(Array.from({ length: 30 }, () => world.rsvp(aViewer(), id)));
    const messages = [];
    do messages.push((await stream.next()).data!.attendanceChanged);
    while (messages.at(-1)!.version < 31);
    const versions = messages.map((message) => message.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    for (const { version, event } of messages) {
      expect(event.attendanceCounts).toMatchObject({ version, going: Math.min(5, version - 1), waitlisted: Math.max(0, version - 6) });
    }
    await stream.close();
  });

  test('tells who waits their place in the queue, as a query does, until one is held for them (A1)', async () => {
    const OWN = 'viewerAttendance { waitlistPosition offerExpiresAt }';
    const [inside, first, second] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    for (const viewer of [inside, first, second]) await world.rsvp(viewer, id);
    const stream = await world.subscribe(second, `subscription ($id: ID!) { attendanceChanged(eventId: $id) { event { ${OWN} } } }`, {
      id,
    });
    for (const [leaving, position, isOffered] of [
      [first, 1, false],
      [inside, null, true],
    ] as const) {
      await world.rsvp(leaving, id, 'NOT_GOING');
      const { viewerAttendance } = (await stream.next()).data!.attendanceChanged.event;
      expect([viewerAttendance.waitlistPosition, viewerAttendance.offerExpiresAt !== null]).toEqual([position, isOffered]);
      expect((await world.run(second, `query ($id: ID!) { event(id: $id) { ${OWN} } }`, { id })).event).toEqual({ viewerAttendance });
    }
    await stream.close();
  });

  test('passes over a push that is older than what was sent', async () => {
    const { id } = await world.anEvent();
    const stream = await world.subscribe(null, ATTENDANCE, { id });
    const counts = (version: number) => ({
      eventId: id,
      version,
      capacity: null,
      going: version,
      interested: 0,
      maybe: 0,
      waitlisted: 0,
      checkedIn: 0,
      offered: 0,
      overbooked: 0,
    });
    for (const version of [7, 6, 7, 8]) await world.bus.push(`events:attendance:${id}`, counts(version));
    expect((await stream.next()).data!.attendanceChanged.version).toBe(7);
    expect((await stream.next()).data!.attendanceChanged.version).toBe(8);
    await stream.close();
  });

  test('ends for a member who leaves the group', async () => {
    const groupId = randomUUID();
    const member = aViewer();
    const membership = (userId: string, version: number, role: string | null) =>
      world.tell('group.member_changed', groupId, { groupId, groupName: 'Choir', version, userId, role });
    await membership(world.organiser.id, 1, 'OWNER');
    await membership(member.id, 1, 'MEMBER');
    const { id } = await world.anEvent({ visibility: 'GROUP_ONLY', groupId });
    const stream = await world.subscribe(member, ATTENDANCE, { id });
    await world.rsvp(world.organiser, id);
    expect((await stream.next()).data!.attendanceChanged.event.attendanceCounts.going).toBe(1);
    await membership(member.id, 2, null);
    await expect(stream.next()).rejects.toThrow('The stream has ended.');
  });

  test('ends when the event is hidden from the viewer', async () => {
    const { id, version } = await world.anEvent();
    const stream = await world.subscribe(aViewer(), ATTENDANCE, { id });
    await update({ eventId: id, version, visibility: 'PRIVATE' });
    await expect(stream.next()).rejects.toThrow('The stream has ended.');
  });

  test('costs a reader nothing for each change who is admitted to a shared stream', async () => {
    const { id, version } = await world.anEvent();
    const admit = { query: ATTENDANCE, variables: { id }, caller: callerFor(aViewer()), live: { mode: 'admit' as const } };
    const admitted = async () => {
      const stream = (await world.subgraph.subscribe(admit)) as AsyncIterableIterator<unknown>;
      await stream.next();
      return stream;
    };
    const change = () => countStatements(world.subgraph, () => world.rsvp(aViewer(), id));
    const alone = await change();
    const streams = await Promise.all(Array.from({ length: 20 }, admitted));
    const ends = streams.map((stream) => stream.next());
    expect((await change()).statements).toBeLessThan(alone.statements + streams.length);
    await update({ eventId: id, version, visibility: 'PRIVATE' });
    expect(await Promise.all(ends)).toEqual(ends.map(() => ({ done: true, value: undefined })));
  });

  test('costs one look for each message', async () => {
    const { id } = await world.anEvent();
    const stream = await world.subscribe(null, ATTENDANCE, { id });
    const counts = {
      eventId: id,
      capacity: null,
      going: 1,
      interested: 0,
      maybe: 0,
      waitlisted: 0,
      checkedIn: 0,
      offered: 0,
      overbooked: 0,
    };
    const costs: number[] = [];
    for (let version = 2; version < 6; version++) {
      const next = stream.next();
      const { statements } = await countStatements(world.subgraph, async () => {
        await world.bus.push(`events:attendance:${id}`, { ...counts, version });
        return next;
      });
      costs.push(statements);
    }
    // That of the event; the numbers are in the message.
    expect(Math.min(...costs)).toBe(1);
    await stream.close();
  });

  test('is refused to who may not see the event', async () => {
    const { id } = await world.anEvent({ status: 'DRAFT' });
    await expect(world.subscribe(aViewer(), ATTENDANCE, { id })).rejects.toThrow('NOT_FOUND');
    await expect(world.subscribe(null, UPDATED, { id })).rejects.toThrow('NOT_FOUND');
    await expect(world.subscribe(null, ATTENDANCE, { id: 'nonsense' })).rejects.toThrow('NOT_FOUND');
  });

  test('says nothing when nothing changes', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    await world.rsvp(ann, id);
    const stream = await world.subscribe(null, ATTENDANCE, { id });
    await world.rsvp(ann, id);
    await world.rsvp(ann, id, 'GOING', { visibility: 'PUBLIC' });
    expect(await silence(stream)).toBe('silence');
    await stream.close();
  });
});

describe('live event', () => {
  test('tells edits and the new status (E36, E48, E49)', async () => {
    const { id, version } = await world.anEvent({ title: 'Jazz' });
    const stream = await world.subscribe(null, UPDATED, { id });
    // By staff: what its organiser would say of it waits for approval.
    await world.run(aViewer({ role: 'admin' }), UpdateEventDocument, { input: { eventId: id, version, title: 'Blues' } });
    expect((await stream.next()).data).toEqual({ eventUpdated: { id, version: version + 1, title: 'Blues', status: 'PUBLISHED' } });
    await world.callOff(id);
    expect((await stream.next()).data!.eventUpdated).toMatchObject({ version: version + 2, status: 'CANCELLED' });
    await stream.close();
  });
});
