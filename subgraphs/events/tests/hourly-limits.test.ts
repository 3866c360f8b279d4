import { aViewer, type Data } from '@marquee/platform/testing';
import type { Viewer } from '@marquee/platform';
import { CreateVenueDocument, ImportEventsDocument } from './generated/documents';
import { record } from './importing';
import { HOUR, startWorld, type World } from './world';

let world: World;

beforeAll(async () => {
  world = await startWorld({ settings: { NEW_ACCOUNT_DRAFTS: '3', NEW_ACCOUNT_VENUES: '2', NEW_ACCOUNT_IMPORTED_EVENTS: '5' } });
});

const venue = async (viewer: Viewer, name: string): Promise<Data> =>
  (await world.run(viewer, CreateVenueDocument, { input: { venue: { name } } })).createVenue;
const bring = async (viewer: Viewer, size: number, kind: string): Promise<Data> => {
  const records = Array.from({ length: size }, (_, n) => record({ name: `${kind} ${n}`, location: { name: `${kind} room ${n}` } }));
  return (await world.run(viewer, ImportEventsDocument, { input: { jsonLd: JSON.stringify(records) } })).importEvents;
};

test('a new account makes so many drafts in an hour, and is told when the next fits in', async () => {
  const by = aViewer();
  for (let n = 0; n < 3; n++) await world.anEvent({ by, status: 'DRAFT' });
  const later = new Date(world.clock.now().getTime() + HOUR).toISOString();
  await expect(world.anEvent({ by, status: 'DRAFT' })).rejects.toThrow('TooManyRequests');
  await expect(world.anEvent({ by: aViewer(), status: 'DRAFT' })).resolves.toBeDefined();
  const place = aViewer();
  await venue(place, 'One');
  await venue(place, 'Two');
  expect(await venue(place, 'Three')).toEqual({ __typename: 'TooManyRequests', code: 'RATE_LIMITED', nextStep: 'WAIT', retryAt: later });
  world.clock.advance(HOUR + 1);
  await expect(world.anEvent({ by, status: 'DRAFT' })).resolves.toBeDefined();
  expect(await venue(place, 'Three')).toMatchObject({ __typename: 'CreateVenueSuccess' });
});

test('requests side by side count each other', async () => {
  const by = aViewer();
  const made = await Promise.allSettled(Array.from({ length: 8 }, () => world.anEvent({ by, status: 'DRAFT' })));
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
});

test('of imported events only the new ones count, and nothing of a document that is too much is taken in', async () => {
  const by = aViewer();
  expect(await bring(by, 4, 'Song')).toMatchObject({ created: 4 });
  expect(await bring(by, 4, 'Song')).toMatchObject({ unchanged: 4 });
  expect(await bring(by, 5, 'Dance')).toMatchObject({ __typename: 'TooManyRequests' });
  expect(await bring(by, 6, 'Dance')).toMatchObject({ __typename: 'TooManyRequests' });
  expect(await bring(by, 1, 'Dance')).toMatchObject({ created: 1 });
});

test('a known account may ten times as much, who may import by permission all', async () => {
  const known = aViewer();
  await world.tell('user.updated', known.id, {
    ...{ userId: known.id, version: 1, username: 'known', displayName: 'Known', avatarUrl: null, role: 'user', verified: false },
    ...{ interests: [], traits: [], location: null, activityLevel: 0, reputation: 0, active: true },
    ...{ registeredAt: '2026-01-01T00:00:00.000Z', addressVerified: true },
    privacy: { bio: 'PRIVATE', location: 'PRIVATE', interests: 'PRIVATE', friends: 'PRIVATE', attendance: 'PRIVATE', suggestible: true },
  });
  expect(await bring(known, 20, 'Play')).toMatchObject({ created: 20 });
  expect(await bring(aViewer({ permissions: ['import:events'] }), 20, 'Film')).toMatchObject({ created: 20 });
});
