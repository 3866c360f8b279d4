import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import {
  GuestSeenDocument,
  RsvpAsPartyDocument,
  SetEventRegistrationDocument,
  UpdateEventDocument,
  type RsvpInput,
} from './generated/documents';
import { HOUR, startWorld, type World } from './world';

// The waiting list for parties (A7).

let world: World;
beforeAll(async () => {
  world = await startWorld({ settings: { WAITLIST_SKIPS: '2', WAITLIST_SKIP_HOURS: '24' } });
});

const rsvp = async (viewer: Viewer, eventId: string, more: Partial<RsvpInput> = {}): Promise<Data> =>
  (await world.run(viewer, RsvpAsPartyDocument, { input: { eventId, status: 'GOING', ...more } })).rsvp;
const leave = (viewer: Viewer, eventId: string) => rsvp(viewer, eventId, { status: 'NOT_GOING' });
const own = async (viewer: Viewer, id: string): Promise<Data> =>
  (await world.run(viewer, GuestSeenDocument, { id })).event!.viewerAttendance!;
const numbers = async (id: string): Promise<Data> => (await world.run(world.organiser, GuestSeenDocument, { id })).event!.attendanceCounts;

/** A full event of so many people, each by themselves, and whoever waits for it. */
async function aFullEvent(capacity: number) {
  const { id } = await world.anEvent({ capacity });
  await world.run(world.organiser, SetEventRegistrationDocument, { input: { eventId: id, maxCompanions: 5 } });
  const inside = Array.from({ length: capacity }, () => aViewer());
  for (const guest of inside) await rsvp(guest, id);
  return { id, inside };
}

test('a party waits together and is served whole, and takes its offer together (A7)', async () => {
  const { id, inside } = await aFullEvent(4);
  const [ann, bob] = [aViewer(), aViewer()];
  expect((await rsvp(ann, id, { companions: 1 })).attendance).toMatchObject({
    status: 'WAITLISTED',
    waitlist: { position: 1, peopleAhead: 0 },
  });
  expect((await rsvp(bob, id)).attendance.waitlist).toMatchObject({ position: 2, partiesAhead: 1, peopleAhead: 2 });
  expect(await numbers(id)).toMatchObject({ going: 4, waitlisted: 3, available: 0 });
  await leave(inside[0]!, id);
  await leave(inside[1]!, id);
  // The first freed place went past Ann's party to Bob; the second is not enough for it.
  expect(await own(bob, id)).toMatchObject({ offeredPlaces: 1, waitlist: null });
  expect((await own(ann, id)).waitlist).toMatchObject({ position: 1, skipped: 1 });
  await leave(inside[2]!, id);
  expect(await own(ann, id)).toMatchObject({ offeredPlaces: 2, waitlist: null });
  expect((await rsvp(ann, id)).attendance).toMatchObject({ status: 'GOING', companions: 1, offeredPlaces: null });
  expect(await numbers(id)).toMatchObject({ going: 3, waitlisted: 1, available: 0 });
});

test('a party that accepts a part is offered what there is, and comes with as many (A7)', async () => {
  const { id, inside } = await aFullEvent(3);
  const ann = aViewer();
  await rsvp(ann, id, { companions: 2, companionNames: ['Bo', 'Cy'], acceptsPart: true });
  await leave(inside[0]!, id);
  expect(await own(ann, id)).toMatchObject({ status: 'WAITLISTED', companions: 2, offeredPlaces: 1 });
  expect((await rsvp(ann, id)).attendance).toMatchObject({ status: 'GOING', companions: 0, companionNames: [] });
  expect(await numbers(id)).toMatchObject({ going: 3, waitlisted: 0, available: 0 });
});

test('a smaller party is served past a larger head so often, and then places are kept for it; it reads why (A7)', async () => {
  const { id, inside } = await aFullEvent(4);
  const ann = aViewer();
  await rsvp(ann, id, { companions: 2 });
  const small = Array.from({ length: 3 }, () => aViewer());
  for (const guest of small) await rsvp(guest, id);
  await leave(inside[0]!, id);
  await leave(inside[1]!, id);
  expect(await own(ann, id)).toMatchObject({ waitlist: { position: 1, skipped: 2, placesSaved: true } });
  await leave(inside[2]!, id);
  expect(await own(small[2]!, id)).toMatchObject({ offeredPlaces: null, waitlist: { position: 2 } });
  // The place that is kept goes to nobody new either.
  expect((await rsvp(aViewer(), id)).attendance).toMatchObject({ status: 'WAITLISTED', offeredPlaces: null });
  expect(await numbers(id)).toMatchObject({ available: 1 });
  expect((await own(ann, id)).waitlist.moves).toEqual([
    {
      reason: 'PLACES_SAVED',
      people: 3,
      places: 2,
      message: 'From now on freed places are kept until there are enough for your party of 3.',
    },
    {
      reason: 'SKIPPED',
      people: 3,
      places: 2,
      message: 'Too few places were free for your party of 3: a smaller one was served first, so far twice.',
    },
    {
      reason: 'SKIPPED',
      people: 3,
      places: 1,
      message: 'Too few places were free for your party of 3: a smaller one was served first, so far once.',
    },
  ]);
  await leave(small[0]!, id);
  await leave(small[1]!, id);
  expect(await own(ann, id)).toMatchObject({ offeredPlaces: 3 });
  expect((await own(small[2]!, id)).waitlist.moves[0]).toMatchObject({
    reason: 'AHEAD_SERVED',
    message: 'A party of 3 ahead of you was offered 3 places.',
  });
});

test('a head that was held up for a day is waited for, whoever else would fit', async () => {
  const { id, inside } = await aFullEvent(3);
  const [ann, bob] = [aViewer(), aViewer()];
  await rsvp(ann, id, { companions: 1 });
  await leave(inside[0]!, id);
  world.clock.advance(25 * HOUR);
  await rsvp(bob, id);
  expect(await own(bob, id)).toMatchObject({ status: 'WAITLISTED', offeredPlaces: null });
  expect((await own(ann, id)).waitlist).toMatchObject({ placesSaved: true });
  await leave(inside[1]!, id);
  expect(await own(ann, id)).toMatchObject({ offeredPlaces: 2 });
});

test('a newcomer for whom there is room past a larger party has the place at once', async () => {
  const { id, inside } = await aFullEvent(3);
  const [ann, bob] = [aViewer(), aViewer()];
  await rsvp(ann, id, { companions: 2 });
  await leave(inside[0]!, id);
  expect((await rsvp(bob, id)).attendance).toMatchObject({ status: 'GOING' });
  expect((await own(ann, id)).waitlist).toMatchObject({ skipped: 1 });
});

test('who leaves the queue moves the others, who read it', async () => {
  const { id } = await aFullEvent(1);
  const [ann, bob] = [aViewer(), aViewer()];
  await rsvp(ann, id);
  await rsvp(bob, id);
  await leave(ann, id);
  expect((await own(bob, id)).waitlist).toMatchObject({
    position: 1,
    moves: [{ reason: 'AHEAD_LEFT', message: 'A party of 1 ahead of you left the waiting list.' }],
  });
});

test('an offer holds for the party that it was made to: larger it may not be, smaller frees the rest', async () => {
  const { id, inside } = await aFullEvent(3);
  const [ann, bob] = [aViewer(), aViewer()];
  await rsvp(ann, id, { companions: 1 });
  await rsvp(bob, id);
  await leave(inside[0]!, id);
  expect((await rsvp(bob, id)).attendance.status).toBe('GOING');
  await leave(inside[1]!, id);
  await leave(bob, id);
  expect(await own(ann, id)).toMatchObject({ offeredPlaces: 2 });
  expect(await rsvp(ann, id, { companions: 2 })).toMatchObject({ __typename: 'PartyTooLarge', available: 2 });
  expect((await rsvp(ann, id, { companions: 0 })).attendance).toMatchObject({ status: 'GOING', companions: 0 });
  expect(await numbers(id)).toMatchObject({ going: 2, available: 1 });
});

test('nothing is kept for a party that a lowered capacity has made too large', async () => {
  const { id, inside } = await aFullEvent(3);
  const [ann, bob] = [aViewer(), aViewer()];
  await rsvp(ann, id, { companions: 2 });
  for (const guest of inside.slice(0, 2)) await leave(guest, id);
  const { version } = (await world.run(world.organiser, 'query ($id: ID!) { event(id: $id) { version } }', { id })).event;
  await world.run(world.organiser, UpdateEventDocument, { input: { eventId: id, version, capacity: 2 } });
  expect((await rsvp(bob, id)).attendance.status).toBe('GOING');
  expect(await numbers(id)).toMatchObject({ going: 2, capacity: 2 });
});
