import type { Viewer } from '@marquee/platform';
import type { Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  EndConnectionDocument,
  FriendLocationsChangedDocument,
  FriendLocationsDocument,
  ShareLocationDocument,
  StartSharingLocationDocument,
  StopSharingLocationDocument,
} from './generated/documents';
import { after, startWorld, type World } from './world';

const HOUR = 3_600_000;
const CHANGED = print(FriendLocationsChangedDocument);
const PIER = { latitude: 43.638, longitude: -79.3817, accuracyMeters: 8 };
let world: World;
let ada: Viewer;
let bo: Viewer;
let cy: Viewer;
let eventId: string;
let connectionId: string;

/** Ada and Bo, and Ada and Cy, are friends; all go to an event that is on for three hours more. */
beforeEach(async () => {
  world = await startWorld();
  [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
  connectionId = await world.befriend(ada, bo);
  await world.befriend(ada, cy);
  eventId = await world.event(await world.person(), { startsAt: after(-HOUR).toISOString(), endsAt: after(3 * HOUR).toISOString() });
  for (const person of [ada, bo, cy]) await world.attends(eventId, person, 'GOING');
});

const starts = async (by: Viewer, more: Data = {}): Promise<Data> => {
  const input = { eventId, until: after(8 * HOUR).toISOString(), precision: 'EXACT', ...more } as never;
  return (await world.run(by, StartSharingLocationDocument, { input })).startSharingLocation;
};
const says = async (by: Viewer, at: Data = PIER): Promise<Data> =>
  (await world.run(by, ShareLocationDocument, { input: at as never })).shareLocation;
const stops = async (by: Viewer): Promise<Data> => (await world.run(by, StopSharingLocationDocument, {})).stopSharingLocation;
const seenBy = async (viewer: Viewer): Promise<Data[]> => (await world.run(viewer, FriendLocationsDocument, { eventId })).friendLocations;
const own = async (viewer: Viewer): Promise<Data | null> =>
  (await world.run(viewer, FriendLocationsDocument, { eventId })).viewerLocationShare ?? null;
const follow = async (viewer: Viewer) => {
  const stream = await world.subscribe(viewer, CHANGED, { eventId });
  return { ...stream, next: async () => (await stream.next()).data!.friendLocationsChanged as Data };
};
const rows = () => world.sql('SELECT user_id FROM location_shares UNION ALL SELECT sharer_id FROM location_share_people');

test('friends who go see where somebody is who lets them, live, until it ends with the event at the latest (S47)', async () => {
  expect([await seenBy(bo), await own(ada)]).toEqual([[], null]);
  const share = { precision: 'EXACT', endsAt: after(3 * HOUR).toISOString(), isOver: false, position: null };
  expect((await starts(ada)).share).toMatchObject(share);
  const stream = await follow(bo);
  expect(await stream.next()).toMatchObject({ user: { id: ada.id }, event: { id: eventId }, ...share });
  expect((await says(ada)).__typename).toBe('ShareLocationSuccess');
  const position = { ...PIER, at: world.clock.now().toISOString() };
  expect((await stream.next()).position).toEqual(position);
  expect((await seenBy(cy)).map((one) => one.position)).toEqual([position]);
  expect((await own(ada))!.position).toEqual(position);
  expect(await stops(ada)).toEqual({ __typename: 'StopSharingLocationSuccess', deletedId: eventId });
  expect(await stream.next()).toMatchObject({ user: { id: ada.id }, isOver: true, position: null });
  expect([await seenBy(cy), await rows(), (await stops(ada)).deletedId]).toEqual([[], [], null]);
});

test('nobody else sees it: no stranger who goes, no friend who does not, nobody who was not chosen, no visitor', async () => {
  const stranger = await world.person();
  await world.attends(eventId, stranger, 'GOING');
  const home = await world.person();
  await world.befriend(ada, home);
  await starts(ada);
  await says(ada);
  expect((await Promise.all([bo, cy, stranger, home].map(seenBy))).map((shares) => shares.length)).toEqual([1, 1, 0, 0]);
  await starts(ada, { friendIds: [home.id, cy.id] });
  world.clock.advance(5_000);
  await says(ada);
  expect((await Promise.all([bo, cy, stranger, home].map(seenBy))).map((shares) => shares.length)).toEqual([0, 1, 0, 1]);
  const { errors } = await world.execute(null, print(FriendLocationsDocument), { eventId });
  expect(errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
});

test('a neighbourhood is rounded before it is kept: nothing more exact is anywhere', async () => {
  await starts(ada, { precision: 'NEIGHBOURHOOD' });
  await says(ada);
  const rounded = { latitude: 43.64, longitude: -79.38, accuracyMeters: null };
  expect((await seenBy(bo))[0]!.position).toMatchObject(rounded);
  expect(await world.sql('SELECT latitude, longitude, accuracy_meters AS "accuracyMeters" FROM location_shares')).toEqual([rounded]);
});

describe('it is over at once, in queries and in streams,', () => {
  const ways: Array<[string, () => Promise<unknown>]> = [
    ['when the two are friends no more', () => world.run(bo, EndConnectionDocument, { input: { connectionId } })],
    ['when one blocks the other', () => world.block(bo, ada)],
    ['when who shares is suspended', () => world.tellPerson(ada.id, { active: false })],
    ['when who shares is erased', () => world.tell('user.erased', ada.id, { userId: ada.id })],
    ['when the session that shares is signed out', () => Promise.resolve(world.bus.push('sessions.revoked', { sessionId: ada.sessionId }))],
    [
      'when the event is called off',
      () => world.tellEvent(eventId, { status: 'CANCELLED', startsAt: after(-HOUR).toISOString(), endsAt: after(3 * HOUR).toISOString() }),
    ],
    ['when the event ends', async () => (world.clock.advance(3 * HOUR), await world.subgraph.runJob!('end-location-shares'))],
    [
      'when who shares goes no more',
      async () => {
        await world.attends(eventId, ada, 'NOT_GOING');
        await world.subgraph.runJob!('end-location-shares');
      },
    ],
  ];
  test.each(ways)('%s', async (_, end) => {
    await starts(ada);
    await says(ada);
    const stream = await follow(bo);
    expect((await stream.next()).position).not.toBeNull();
    await end();
    expect(await stream.next()).toMatchObject({ isOver: true, position: null });
    expect(await seenBy(bo)).toEqual([]);
  });
});

test('a friend who was chosen and is one no more is not chosen when they are friends again', async () => {
  await starts(ada, { friendIds: [bo.id] });
  await says(ada);
  await world.run(bo, EndConnectionDocument, { input: { connectionId } });
  await world.befriend(ada, bo);
  expect(await seenBy(bo)).toEqual([]);
});

test('who is suspended sees nothing and their stream ends; what holds for others goes on', async () => {
  await starts(ada);
  await says(ada);
  const stream = await world.subscribe(bo, CHANGED, { eventId });
  await stream.next();
  const ended = expect(stream.next()).rejects.toThrow('The stream has ended.');
  await world.tellPerson(bo.id, { active: false });
  await ended;
  expect([(await seenBy(bo)).length, (await seenBy(cy)).length]).toEqual([0, 1]);
});

test('where somebody was is shown for ten minutes, and then forgotten; nothing is kept after the end', async () => {
  await starts(ada, { until: after(HOUR).toISOString() });
  await says(ada);
  world.clock.advance(10 * 60_000);
  expect((await seenBy(bo))[0]!.position).toBeNull();
  await world.subgraph.runJob!('end-location-shares');
  expect(await world.sql('SELECT latitude, longitude, positioned_at FROM location_shares')).toEqual([
    { latitude: null, longitude: null, positioned_at: null },
  ]);
  world.clock.advance(50 * 60_000);
  expect([await seenBy(bo), await own(ada), (await says(ada)).__typename]).toEqual([[], null, 'NotAllowed']);
  await world.subgraph.runJob!('end-location-shares');
  expect(await rows()).toEqual([]);
});

test('the event ends earlier: so does what is shared there', async () => {
  await starts(ada);
  await world.tellEvent(eventId, { startsAt: after(-HOUR).toISOString(), endsAt: after(HOUR).toISOString() });
  expect((await own(ada))!.endsAt).toBe(after(HOUR).toISOString());
});

test('a position is taken once in five seconds, also of many at once, and from the session that shares alone', async () => {
  await starts(ada);
  const many = await Promise.all(Array.from({ length: 6 }, () => says(ada)));
  expect(many.map(({ __typename }) => __typename as string).sort()).toEqual([
    'ShareLocationSuccess',
    ...Array<string>(5).fill('TooManyRequests'),
  ]);
  world.clock.advance(5_000);
  expect((await says({ ...ada, sessionId: 'a lost phone' })).__typename).toBe('NotAllowed');
  expect((await says(ada)).__typename).toBe('ShareLocationSuccess');
  expect((await says(bo)).__typename).toBe('NotAllowed');
});

test('what cannot be is refused, and every wrong field named', async () => {
  expect(await starts(ada, { until: after(-1).toISOString() })).toMatchObject({
    __typename: 'InvalidInput',
    message: expect.stringContaining('until'),
  });
  expect(await starts(ada, { until: after(9 * HOUR).toISOString() })).toMatchObject({ __typename: 'InvalidInput' });
  const stranger = await world.person();
  expect(await starts(ada, { friendIds: [stranger.id] })).toMatchObject({ message: expect.stringContaining('friendIds') });
  expect((await starts(stranger)).__typename).toBe('NotAllowed');
  const later = await world.event(await world.person(), {});
  await world.attends(later, ada, 'GOING');
  expect((await starts(ada, { eventId: later })).__typename).toBe('NotAllowed');
  const hidden = await world.event(await world.person(), { visibility: 'PRIVATE' });
  expect((await starts(ada, { eventId: hidden })).__typename).toBe('NotFound');
  const wrong = await says(ada, { latitude: 91, longitude: 181, accuracyMeters: -1 });
  expect(wrong.fields.map(({ path }: Data) => path as string)).toEqual(['latitude', 'longitude', 'accuracyMeters']);
  expect(await rows()).toEqual([]);
});
