import { aViewer, type Data } from '@marquee/platform/testing';
import {
  CreateTwoEventsDocument,
  CreateTwoVenuesDocument,
  DeleteAndCreateEventDocument,
  ImportTwiceDocument,
  RsvpAndCheckInDocument,
  RsvpTwiceDocument,
  SubmitAndCancelEventDocument,
  SwipeTwiceDocument,
  UpdateEventTwiceDocument,
  WholeEventDocument,
  type CreateEventInput,
} from './generated/documents';
import { record } from './importing';
import { DAY, startWorld, type World } from './world';

// Two mutations of one request share what they load: the second must show what the first has changed.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const draft = (title: string): CreateEventInput => ({
  title,
  description: '',
  startsAt: new Date(world.clock.now().getTime() + DAY).toISOString(),
  endsAt: new Date(world.clock.now().getTime() + 2 * DAY).toISOString(),
  timezone: 'America/Toronto',
  categorySlug: 'music',
});

test('a second swipe shows itself', async () => {
  const { id } = await world.anEvent();
  const answer: Data = await world.run(aViewer(), SwipeTwiceDocument, {
    first: { eventId: id, direction: 'UP' },
    second: { eventId: id, direction: 'LEFT' },
  });
  expect([answer.first.event.viewerSwipe, answer.second.event.viewerSwipe]).toEqual(['UP', 'LEFT']);
});

test('a second answer shows itself, with the numbers that it made', async () => {
  const { id } = await world.anEvent();
  const { first, second }: Data = await world.run(aViewer(), RsvpTwiceDocument, {
    first: { eventId: id, status: 'GOING' },
    second: { eventId: id, status: 'INTERESTED' },
  });
  const shown = ({ attendance: { status, event } }: Data) => [status, event.viewerAttendance.status, event.attendanceCounts];
  expect(shown(first)).toEqual(['GOING', 'GOING', { version: 2, going: 1, interested: 0 }]);
  expect(shown(second)).toEqual(['INTERESTED', 'INTERESTED', { version: 3, going: 0, interested: 1 }]);
});

test('who is let in at once is in the numbers', async () => {
  const soon = (hours: number) => new Date(world.clock.now().getTime() + hours * 3_600_000).toISOString();
  const { id } = await world.anEvent({ startsAt: soon(1), endsAt: soon(2) });
  const { checkIn }: Data = await world.run(world.organiser, RsvpAndCheckInDocument, {
    rsvp: { eventId: id, status: 'GOING' },
    checkIn: { eventId: id, userId: world.organiser.id, nonce: '1' },
  });
  const { event } = checkIn.attendance;
  expect(event.attendanceCounts).toEqual({ going: 1, checkedIn: 1 });
  expect(event.viewerAttendance.checkedInAt).toBe(world.clock.now().toISOString());
});

test('a second draft stands in its creator’s list, and a deleted one does not', async () => {
  const ann = aViewer();
  const { first, second }: Data = await world.run(ann, CreateTwoEventsDocument, { first: draft('One'), second: draft('Two') });
  const total = ({ event }: Data): number => event.creator.organizedEvents.totalCount;
  expect([total(first), total(second)]).toEqual([1, 2]);
  const { deleteEvent, createEvent }: Data = await world.run(ann, DeleteAndCreateEventDocument, {
    gone: { eventId: first.event.id },
    next: draft('Three'),
  });
  expect(deleteEvent.deletedId).toBe(first.event.id);
  expect(total(createEvent)).toBe(2);
});

test('a second change builds on the first', async () => {
  const { id, version } = await world.anEvent({ status: 'DRAFT' });
  const { first, second }: Data = await world.run(world.organiser, UpdateEventTwiceDocument, {
    first: { eventId: id, version, title: 'Jazz', capacity: 5 },
    second: { eventId: id, version: version + 1, title: 'Blues', capacity: 6, venue: { name: 'The Rex' } },
  });
  expect(first.event).toMatchObject({ title: 'Jazz', venue: null, attendanceCounts: { capacity: 5 } });
  expect(second.event).toMatchObject({ title: 'Blues', venue: { name: 'The Rex' }, attendanceCounts: { capacity: 6 } });
});

test('an event that is submitted and cancelled is cancelled', async () => {
  const { id } = await world.anEvent({ status: 'DRAFT' });
  const { submitEvent, cancelEvent }: Data = await world.run(world.organiser, SubmitAndCancelEventDocument, { id });
  expect([submitEvent.event.status, cancelEvent.event.status]).toEqual(['PENDING_REVIEW', 'CANCELLED']);
});

test('a venue that is told again with coordinates that it lacks is another, and the first stays (security F7)', async () => {
  const { first, second }: Data = await world.run(aViewer(), CreateTwoVenuesDocument, {
    first: { venue: { name: 'Massey Hall' } },
    second: { venue: { name: 'Massey Hall', latitude: 43.65, longitude: -79.38 } },
  });
  expect(first.venue.location).toBeNull();
  expect(second.venue).toMatchObject({ location: { latitude: 43.65, longitude: -79.38 } });
  expect(second.venue.id).not.toBe(first.venue.id);
});

test('a calendar that is imported again shows what has changed in it', async () => {
  const input = (description: string) => ({ jsonLd: JSON.stringify(record({ description })) });
  const { first, second }: Data = await world.run(aViewer(), ImportTwiceDocument, {
    first: input('Bring a light.'),
    second: input('Bring two.'),
  });
  const told = ({ records: [one] }: Data) => [one.outcome, one.event.description];
  expect([told(first), told(second)]).toEqual([
    ['CREATED', 'Bring a light.'],
    ['UPDATED', 'Bring two.'],
  ]);
});

test('ids in capitals are found', async () => {
  const { id } = await world.anEvent({ venue: { name: 'The Rex' } });
  const event: Data = (await world.run(null, WholeEventDocument, { id: id.toUpperCase() })).event!;
  expect(event.id).toBe(id);
  const { data } = await world.execute(null, 'query ($id: ID!) { venue(id: $id) { id } }', { id: event.venue.id.toUpperCase() });
  expect(data!.venue.id).toBe(event.venue.id);
  const { attendance } = await world.rsvp(world.organiser, id.toUpperCase());
  for (const reference of [
    { __typename: 'Event', id },
    { __typename: 'Venue', id: event.venue.id },
    { __typename: 'Attendance', id: attendance.id },
    { __typename: 'User', id: world.organiser.id },
  ]) {
    const found = await world.entity(world.organiser, { ...reference, id: reference.id.toUpperCase() }, '{ id }');
    expect(found.data!._entities).toEqual([{ id: reference.id }]);
  }
  const updates = await world.subscribe(world.organiser, 'subscription ($id: ID!) { attendanceChanged(eventId: $id) { event { id } } }', {
    id: id.toUpperCase(),
  });
  await world.rsvp(world.organiser, id, 'MAYBE');
  expect((await updates.next()).data!.attendanceChanged.event.id).toBe(id);
  await updates.close();
});
