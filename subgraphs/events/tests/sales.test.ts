import { aViewer } from '@marquee/platform/testing';
import type { Viewer } from '@marquee/platform';
import { EventVersionDocument, OwnAttendanceDocument, UpdateEventDocument } from './generated/documents';
import { aBoxOffice, anOrder, toldToPayments } from './selling';
import { DAY, startWorld, type World } from './world';

let world: World;
let told: Awaited<ReturnType<typeof toldToPayments>>;
beforeAll(async () => {
  world = await startWorld();
  told = await toldToPayments(world);
});

const own = async (viewer: Viewer, id: string) => (await world.run(viewer, OwnAttendanceDocument, { id })).event!.viewerAttendance;
const update = async (eventId: string, capacity: number | null) => {
  const { version } = (await world.run(world.organiser, EventVersionDocument, { id: eventId })).event!;
  return (await world.run(world.organiser, UpdateEventDocument, { input: { eventId, version, capacity } })).updateEvent;
};

describe('a ticketed event', () => {
  test('gives no place by an answer, and names its tickets (events F1, payments F6)', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    const office = aBoxOffice(world, id);
    await office.tell();
    expect(await world.rsvp(ann, id)).toMatchObject({
      __typename: 'TicketNeeded',
      code: 'NOT_ALLOWED_NOW',
      nextStep: 'COMPLETE_ACTION',
      eligibility: 'TICKET_NEEDED',
      tiers: [{ id: office.tierId }],
    });
    for (const status of ['INTERESTED', 'MAYBE'] as const)
      expect(await world.rsvp(ann, id, status)).toMatchObject({ attendance: { status } });
    await anOrder(world, ann, id).paid();
    expect(await own(ann, id)).toMatchObject({ status: 'GOING' });
  });

  test('lets who was going before keep the place, and an offer that was made be taken', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 2 });
    for (const guest of [ann, bob, cleo]) await world.rsvp(guest, id);
    await world.rsvp(ann, id, 'NOT_GOING');
    await aBoxOffice(world, id).tell();
    expect(await told.grantsOf(id)).toEqual([[1, 0]]);
    expect(await world.rsvp(bob, id)).toMatchObject({ attendance: { status: 'GOING' } });
    expect(await world.rsvp(cleo, id)).toMatchObject({ attendance: { status: 'GOING' } });
    expect(await world.rsvp(ann, id)).toMatchObject({ __typename: 'TicketNeeded' });
  });

  test('makes no offers: what is freed is sold', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    for (const guest of [ann, bob]) await world.rsvp(guest, id);
    await aBoxOffice(world, id).tell();
    await world.rsvp(ann, id, 'NOT_GOING');
    expect(await own(bob, id)).toMatchObject({ status: 'WAITLISTED', offerExpiresAt: null });
    expect(await told.grantsOf(id)).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  test('is ticketed for good, whatever is told late', async () => {
    const { id } = await world.anEvent();
    const office = aBoxOffice(world, id);
    await office.tell();
    await office.tell({ version: 1, ticketed: false, tiers: [] });
    await office.tell({ ticketed: false });
    expect(await world.rsvp(aViewer(), id)).toMatchObject({ __typename: 'TicketNeeded' });
  });
});

describe('capacity', () => {
  test('counts people, tickets and holds together (payments F5, security F15)', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 5 });
    await world.rsvp(bob, id);
    const office = aBoxOffice(world, id);
    await office.tell();
    expect(await told.grantsOf(id)).toEqual([[1, 4]]);
    await office.apply(1, 4);
    await office.takes(3);
    expect(await world.counts(id)).toMatchObject({ going: 1, available: 1 });
    await anOrder(world, ann, id, ['1', '2', '3']).paid();
    expect(await world.counts(id)).toMatchObject({ going: 4, available: 1 });
    await office.takes(-3);
    expect(await world.counts(id)).toMatchObject({ going: 4, available: 1 });
    expect(await told.grantsOf(id)).toEqual([[1, 4]]);
  });

  test('grows by what people give back, and what is granted is given to nobody else', async () => {
    const guests = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 3 });
    for (const guest of guests) await world.rsvp(guest, id);
    await aBoxOffice(world, id).tell();
    await world.rsvp(guests[0]!, id, 'MAYBE');
    await update(id, 10);
    expect(await told.grantsOf(id)).toEqual([
      [1, 1],
      [2, 2],
      [3, 9],
    ]);
    await world.tell('user.erased', guests[1]!.id, { userId: guests[1]!.id });
    expect((await told.grantsOf(id)).at(-1)).toEqual([4, 10]);
  });

  test('goes down as far as payments has released', async () => {
    const bob = aViewer();
    const { id } = await world.anEvent({ capacity: 10 });
    await world.rsvp(bob, id);
    const office = aBoxOffice(world, id);
    await office.tell();
    await office.apply(1, 9);
    await office.takes(2);
    expect(await update(id, 5)).toMatchObject({ __typename: 'UpdateEventSuccess', event: { attendanceCounts: { capacity: 10 } } });
    expect(await world.counts(id)).toMatchObject({ capacity: 10, pendingCapacity: 5 });
    // Who may edit the event and no more sends it as it is wanted.
    const editor = aViewer();
    await world.join(id, editor, 'EDITOR');
    const { version: now } = (await world.run(editor, EventVersionDocument, { id })).event!;
    const send = async (capacity: number) =>
      (await world.run(editor, UpdateEventDocument, { input: { eventId: id, version: now, capacity } })).updateEvent.__typename;
    expect([await send(10), await send(5)]).toEqual(['NotAllowed', 'UpdateEventSuccess']);
    expect((await told.grantsOf(id)).at(-1)).toEqual([2, 4]);
    // Meanwhile more was sold: the new grant leaves what is taken.
    await office.takes(4);
    await office.apply(2, 4);
    expect(await world.counts(id)).toMatchObject({ capacity: 7, pendingCapacity: 5 });
    await office.takes(-1);
    expect(await world.counts(id)).toMatchObject({ capacity: 6, pendingCapacity: 5 });
    await office.takes(-2);
    expect((await told.grantsOf(id)).at(-1)).toEqual([2, 4]);
    expect(await world.counts(id)).toMatchObject({ capacity: 5, pendingCapacity: null, going: 1, available: 1 });
  });

  test('is refused below what is known to be taken', async () => {
    const { id } = await world.anEvent({ capacity: 10 });
    await world.rsvp(aViewer(), id);
    const office = aBoxOffice(world, id);
    await office.tell();
    await office.apply(1, 9);
    await office.takes(4);
    expect(await update(id, 4)).toMatchObject({ __typename: 'CapacityTooLow', taken: 5 });
  });

  test('that had no limit waits for an answer', async () => {
    const { id } = await world.anEvent();
    const office = aBoxOffice(world, id);
    await office.tell();
    expect(await told.grantsOf(id)).toEqual([[1, null]]);
    await office.apply(1, null);
    await office.takes(8);
    await update(id, 20);
    expect(await world.counts(id)).toMatchObject({ capacity: null, pendingCapacity: 20, available: null });
    await office.apply(2, 20);
    expect(await world.counts(id)).toMatchObject({ capacity: 20, pendingCapacity: null, available: 12 });
  });

  test('takes an answer to an older grant for no release', async () => {
    const { id } = await world.anEvent({ capacity: 10 });
    const office = aBoxOffice(world, id);
    await office.tell();
    await update(id, 5);
    await office.apply(1, 10);
    expect(await world.counts(id)).toMatchObject({ capacity: 10, pendingCapacity: 5 });
    await office.apply(2, 5);
    expect(await world.counts(id)).toMatchObject({ capacity: 5, pendingCapacity: null });
  });

  test('that was sold beyond before grants were known stays told as it is', async () => {
    const { id } = await world.anEvent({ capacity: 2 });
    const office = aBoxOffice(world, id);
    await anOrder(world, aViewer(), id, ['x', 'y', 'z']).paid();
    await office.takes(3);
    expect(await world.counts(id)).toMatchObject({ going: 3, capacity: 2, available: 0 });
    expect(await told.grantsOf(id)).toEqual([[1, 2]]);
    world.clock.advance(DAY);
  });
});
