import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { CheckInDocument, UpdateEventDocument, type CheckInInput } from './generated/documents';
import { anOrder, toldToPayments } from './selling';
import { DAY, HOUR, startWorld, type EventParts, type World } from './world';

let world: World;
let told: Awaited<ReturnType<typeof toldToPayments>>;
beforeAll(async () => {
  world = await startWorld();
  told = await toldToPayments(world);
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
/** An event whose door is open. */
const tonight = (parts: EventParts = {}) => world.anEvent({ startsAt: later(HOUR), endsAt: later(3 * HOUR), ...parts });
const statusOf = async (viewer: Viewer, id: string) =>
  (await world.run(viewer, 'query ($id: ID!) { event(id: $id) { viewerAttendance { status } } }', { id })).event.viewerAttendance?.status;
const checkIn = async (input: Omit<CheckInInput, 'nonce'> & { nonce?: string }, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, CheckInDocument, { input: { nonce: randomUUID(), ...input } })).checkIn;

describe('the door', () => {
  test('lets in who goes, once (E42)', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    await world.rsvp(ann, id);
    const now = world.clock.now().toISOString();
    expect(await checkIn({ eventId: id, userId: ann.id })).toMatchObject({
      __typename: 'CheckInSuccess',
      attendance: { status: 'GOING', checkedInAt: now, tickets: 0, admitted: 1 },
    });
    expect(await checkIn({ eventId: id, userId: ann.id })).toMatchObject({
      __typename: 'AlreadyCheckedIn',
      code: 'NOT_ALLOWED_NOW',
      checkedInAt: now,
    });
    expect(await world.counts(id)).toMatchObject({ going: 1, checkedIn: 1 });
    expect(await world.rsvp(ann, id, 'NOT_GOING')).toMatchObject({ __typename: 'NotAllowed' });
  });

  test('keeps the numbers right when a scan is sent again while an offer runs out', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await tonight({ capacity: 2, endsAt: later(5 * DAY) });
    for (const guest of [ann, bob, cleo]) await world.rsvp(guest, id);
    await world.rsvp(bob, id, 'NOT_GOING');
    const scan = { eventId: id, userId: ann.id, nonce: 'scanner-2:1' };
    await checkIn(scan);
    world.clock.advance(2 * DAY);
    expect(await checkIn(scan)).toMatchObject({ __typename: 'CheckInSuccess' });
    expect(await statusOf(cleo, id)).toBe('INTERESTED');
    expect(await world.counts(id)).toMatchObject({ going: 1, interested: 1, waitlisted: 0, available: 1 });
  });

  test('of ten scanners that see one guest at once, one lets in', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    await world.rsvp(ann, id);
    const answers = await Promise.all(Array.from({ length: 10 }, () => checkIn({ eventId: id, userId: ann.id })));
    expect(answers.filter((answer) => answer.__typename === 'CheckInSuccess')).toHaveLength(1);
    expect(answers.filter((answer) => answer.__typename === 'AlreadyCheckedIn')).toHaveLength(9);
  });

  test('is shut for who has no place', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await tonight({ capacity: 1 });
    await world.rsvp(ann, id);
    await world.rsvp(bob, id);
    expect(await checkIn({ eventId: id, userId: bob.id })).toMatchObject({ __typename: 'NoPlace' });
    expect(await checkIn({ eventId: id, userId: randomUUID() })).toMatchObject({ __typename: 'NoPlace' });
  });

  test('is kept by the organiser and those who manage attendees (E51)', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    await world.rsvp(ann, id);
    expect(await checkIn({ eventId: id, userId: ann.id }, ann)).toMatchObject({ __typename: 'NotAllowed', code: 'FORBIDDEN' });
    expect(await checkIn({ eventId: id, userId: ann.id }, aViewer({ role: 'moderator' }))).toMatchObject({ __typename: 'NotAllowed' });
    expect(await checkIn({ eventId: id, userId: ann.id }, aViewer({ permissions: ['manage:attendees'] }))).toMatchObject({
      __typename: 'CheckInSuccess',
    });
  });

  test('asks for a person or a ticket, not both and not neither', async () => {
    const { id } = await tonight();
    expect(await checkIn({ eventId: id })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await checkIn({ eventId: id, userId: randomUUID(), ticketCode: 'x' })).toMatchObject({ __typename: 'InvalidInput' });
  });

  test('does not open to a draft or a cancelled event', async () => {
    const draft = await tonight({ status: 'DRAFT' });
    expect(await checkIn({ eventId: draft.id, userId: randomUUID() })).toMatchObject({ __typename: 'EventNotOpen' });
    const off = await tonight();
    await world.callOff(off.id);
    expect(await checkIn({ eventId: off.id, userId: randomUUID() })).toMatchObject({
      __typename: 'EventNotOpen',
      eligibility: 'CALLED_OFF',
    });
  });
});

describe('its hours (events F2, payments F9, security F14)', () => {
  test('are from six hours before the start to six hours after the end', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent({ startsAt: later(7 * HOUR), endsAt: later(8 * HOUR) });
    await world.rsvp(ann, id);
    const scan = { eventId: id, userId: ann.id, nonce: 'early' };
    const [opensAt, closesAt] = [later(HOUR), later(14 * HOUR)];
    expect(await checkIn(scan)).toMatchObject({
      __typename: 'DoorClosed',
      eligibility: 'DOOR_NOT_OPEN',
      nextStep: 'WAIT',
      opensAt,
      closesAt,
    });
    world.clock.advance(14 * HOUR);
    await world.subgraph.runJob('complete-past-events');
    expect(await checkIn(scan)).toMatchObject({ __typename: 'DoorClosed', eligibility: 'DOOR_CLOSED', nextStep: null });
    world.clock.advance(-1);
    expect(await checkIn(scan)).toMatchObject({ __typename: 'CheckInSuccess' });
  });

  test('do not begin within ten minutes of a move of the start', async () => {
    const ann = aViewer();
    const { id, version } = await world.anEvent({ startsAt: later(30 * HOUR), endsAt: later(40 * HOUR) });
    await world.rsvp(ann, id);
    const { updateEvent } = await world.run(world.organiser, UpdateEventDocument, {
      input: { eventId: id, version, startsAt: later(HOUR) },
    });
    expect(updateEvent.__typename).toBe('UpdateEventSuccess');
    expect(await checkIn({ eventId: id, userId: ann.id })).toMatchObject({ __typename: 'DoorClosed', opensAt: later(10 * 60_000) });
    world.clock.advance(10 * 60_000);
    expect(await checkIn({ eventId: id, userId: ann.id })).toMatchObject({ __typename: 'CheckInSuccess' });
  });

  test('cannot be made by a start in the past (payments F10)', async () => {
    const { id, version } = await world.anEvent();
    const { updateEvent } = await world.run(world.organiser, UpdateEventDocument, {
      input: { eventId: id, version, startsAt: later(-HOUR) },
    });
    expect(updateEvent).toMatchObject({ __typename: 'InvalidInput', field: 'startsAt' });
  });
});

describe('a scan', () => {
  test('that is sent twice is one', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    await world.rsvp(ann, id);
    const scan = { eventId: id, userId: ann.id, nonce: 'scanner-1:17' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => checkIn(scan)));
    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(answers[0]!.__typename).toBe('CheckInSuccess');
    expect(await world.counts(id)).toMatchObject({ checkedIn: 1 });
  });

  test('lets nobody else in by a nonce that was used (payments F3)', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await tonight();
    await anOrder(world, ann, id, ['CODE-A']).paid();
    await anOrder(world, bob, id, ['CODE-B']).paid();
    const scan = { eventId: id, ticketCode: 'CODE-A', deviceId: 'gate 1', nonce: '1' };
    expect(await checkIn(scan)).toMatchObject({ __typename: 'CheckInSuccess' });
    for (const other of [{ ticketCode: 'CODE-B' }, { ticketCode: 'nonsense' }, { ticketCode: undefined, userId: bob.id }])
      expect(await checkIn({ ...scan, ...other })).toMatchObject({ __typename: 'KeyReused' });
    expect(await checkIn({ ...scan, ticketCode: 'code a' })).toMatchObject({ __typename: 'CheckInSuccess' });
    expect(await world.counts(id)).toMatchObject({ checkedIn: 1 });
  });

  test('is known by its device: two that count alike do not meet', async () => {
    const [ann, bob, door] = [aViewer(), aViewer(), aViewer({ permissions: ['manage:attendees'] })];
    const { id } = await tonight();
    for (const guest of [ann, bob]) await world.rsvp(guest, id);
    expect(await checkIn({ eventId: id, userId: ann.id, deviceId: 'gate 1', nonce: '1' })).toMatchObject({ __typename: 'CheckInSuccess' });
    expect(await checkIn({ eventId: id, userId: bob.id, deviceId: 'gate 2', nonce: '1' })).toMatchObject({ __typename: 'CheckInSuccess' });
    const cleo = aViewer();
    await world.rsvp(cleo, id);
    expect(await checkIn({ eventId: id, userId: cleo.id, nonce: '1' })).toMatchObject({ __typename: 'CheckInSuccess' });
    expect(await checkIn({ eventId: id, userId: ann.id, nonce: '1' }, door)).toMatchObject({ __typename: 'AlreadyCheckedIn' });
  });
});

describe('a ticket at the door', () => {
  test('is known by its code, each once, also two of one buyer', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    const other = await tonight();
    const order = anOrder(world, ann, id, ['CODE-A', 'CODE-B', 'CODE-C']);
    await order.paid();
    expect(await checkIn({ eventId: other.id, ticketCode: 'CODE-A' })).toMatchObject({ __typename: 'NoPlace' });
    expect(await checkIn({ eventId: id, ticketCode: 'CODE-X' })).toMatchObject({
      __typename: 'NoPlace',
      message: 'This ticket is not valid for this event.',
    });
    expect(await checkIn({ eventId: id, ticketCode: 'CODE-A' })).toMatchObject({ __typename: 'CheckInSuccess' });
    expect(await checkIn({ eventId: id, ticketCode: 'CODE-A' })).toMatchObject({ __typename: 'AlreadyCheckedIn' });
    expect(await checkIn({ eventId: id, ticketCode: 'CODE-B' })).toMatchObject({
      __typename: 'CheckInSuccess',
      attendance: { tickets: 3, admitted: 2 },
    });
    expect(await world.counts(id)).toMatchObject({ checkedIn: 2 });
    await order.refunded(2);
    expect(await checkIn({ eventId: id, ticketCode: 'CODE-C' })).toMatchObject({ __typename: 'NoPlace' });
    expect(await told.statesOf(order.ticketIds[0]!)).toEqual([[1, 'ADMITTED']]);
  });

  test('is read in small letters, in groups, and with letters that look like digits (bug-reports-domain F18)', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    await anOrder(world, ann, id, ['A0B1C0D1', 'Z0Y1', 'W0V1']).paid();
    for (const ticketCode of ['a0b1-c0d1', ' z0 y1\n', 'WOVI'])
      expect(await checkIn({ eventId: id, ticketCode })).toMatchObject({ __typename: 'CheckInSuccess' });
  });

  test('is used when its holder is let in by name, and then by nobody else (security F13)', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    const order = anOrder(world, ann, id, ['ONE', 'TWO']);
    await order.paid();
    for (const admitted of [1, 2])
      expect(await checkIn({ eventId: id, userId: ann.id })).toMatchObject({ __typename: 'CheckInSuccess', attendance: { admitted } });
    expect(await checkIn({ eventId: id, userId: ann.id })).toMatchObject({ __typename: 'AlreadyCheckedIn' });
    for (const ticketCode of ['ONE', 'TWO'])
      expect(await checkIn({ eventId: id, ticketCode })).toMatchObject({ __typename: 'AlreadyCheckedIn' });
    for (const ticketId of order.ticketIds) expect(await told.statesOf(ticketId)).toEqual([[1, 'ADMITTED']]);
  });

  test('bought by who is inside already is used', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    await world.rsvp(ann, id);
    await checkIn({ eventId: id, userId: ann.id });
    const order = anOrder(world, ann, id, ['LATE']);
    await order.paid();
    expect(await checkIn({ eventId: id, ticketCode: 'LATE' })).toMatchObject({ __typename: 'AlreadyCheckedIn' });
    expect(await world.counts(id)).toMatchObject({ going: 1, checkedIn: 1 });
  });
});

describe('a ticket that payments wants back (payments F2, security F12)', () => {
  test('is released when it was not used, and opens no door any more', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    const order = anOrder(world, ann, id, ['BACK', 'KEPT']);
    await order.paid();
    await order.askBack(order.ticketIds.slice(0, 1));
    expect(await told.statesOf(order.ticketIds[0]!)).toEqual([[1, 'RELEASED']]);
    expect(await checkIn({ eventId: id, ticketCode: 'BACK' })).toMatchObject({
      __typename: 'NoPlace',
      message: 'This ticket was given back.',
    });
    expect(await checkIn({ eventId: id, userId: ann.id })).toMatchObject({ __typename: 'CheckInSuccess' });
    expect(await checkIn({ eventId: id, ticketCode: 'KEPT' })).toMatchObject({ __typename: 'AlreadyCheckedIn' });
    expect(await world.counts(id)).toMatchObject({ going: 2, checkedIn: 1 });
  });

  test('is not released when it was used, unless the box office takes the entry back', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    const order = anOrder(world, ann, id, ['IN', 'OUT']);
    await order.paid();
    const scan = { eventId: id, ticketCode: 'IN', nonce: 'in' };
    await checkIn(scan);
    await order.askBack();
    expect(await told.statesOf(order.ticketIds[0]!)).toEqual([
      [1, 'ADMITTED'],
      [2, 'ADMITTED'],
    ]);
    expect(await told.statesOf(order.ticketIds[1]!)).toEqual([[1, 'RELEASED']]);
    await order.askBack(order.ticketIds, true);
    expect((await told.statesOf(order.ticketIds[0]!)).at(-1)).toEqual([3, 'REVOKED']);
    expect(await world.counts(id)).toMatchObject({ going: 2, checkedIn: 0 });
    expect(await checkIn(scan)).toMatchObject({ __typename: 'NoPlace' });
    await order.refunded();
    expect(await world.counts(id)).toMatchObject({ going: 0, checkedIn: 0 });
    expect(await statusOf(ann, id)).toBe('CANCELLED');
  });

  test('ends the same in whatever order and however often its facts come', async () => {
    for (const facts of [
      ['askBack', 'paid'],
      ['askBack', 'refunded', 'paid'],
      ['paid', 'askBack', 'askBack', 'paid'],
    ] as const) {
      const ann = aViewer();
      const { id } = await tonight();
      const code = randomUUID();
      const order = anOrder(world, ann, id, [code]);
      for (const fact of facts) await order[fact]();
      expect(await checkIn({ eventId: id, ticketCode: code })).toMatchObject({ __typename: 'NoPlace' });
      expect((await told.statesOf(order.ticketIds[0]!)).every(([, state]) => state === 'RELEASED')).toBe(true);
      await order.refunded();
      expect(await world.counts(id)).toMatchObject({ going: 0 });
    }
  });
});
