import type { Viewer } from '@marquee/platform';
import { eventually } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  HeartbeatDocument,
  OpenDirectRoomDocument,
  PresenceChangedDocument,
  SetPresenceDocument,
  type PresenceState,
} from './generated/documents';
import { MESSAGE_ADDED, startWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

const PRESENCE = `query($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { presence { state lastSeenAt user { id } } } } }`;
const CHANGED = print(PresenceChangedDocument);
const seen = async (viewer: Viewer | null, person: Viewer) => (await world.run(viewer, PRESENCE, { id: person.id }))._entities[0].presence;
const beat = (person: Viewer) => world.run(person, HeartbeatDocument, {});
const set = (person: Viewer, state: PresenceState) => world.run(person, SetPresenceDocument, { input: { state } });
const friends = async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  await world.befriend(ada, bo);
  return [ada, bo] as const;
};

test('a sign of life makes somebody ONLINE for 60 seconds (S44)', async () => {
  const [ada, bo] = await friends();
  expect(await seen(bo, ada)).toMatchObject({ state: 'OFFLINE', lastSeenAt: null });
  await beat(ada);
  const at = world.clock.now().toISOString();
  expect(await seen(bo, ada)).toEqual({ state: 'ONLINE', lastSeenAt: at, user: { id: ada.id } });
  world.clock.advance(59_999);
  expect((await seen(bo, ada)).state).toBe('ONLINE');
  world.clock.advance(1);
  expect(await seen(bo, ada)).toMatchObject({ state: 'OFFLINE', lastSeenAt: at });
});

test('friends and people in a common room see it; strangers and visitors do not', async () => {
  const [ada, bo] = await friends();
  const [cy, stranger] = [await world.person(), await world.person()];
  await world.group(ada, [cy]);
  await beat(ada);
  expect(await Promise.all([ada, bo, cy, stranger, null].map(async (viewer) => (await seen(viewer, ada))?.state ?? null))).toEqual([
    'ONLINE',
    'ONLINE',
    'ONLINE',
    null,
    null,
  ]);
  expect(await seen(cy, ada)).toMatchObject({ state: 'ONLINE', lastSeenAt: null });
  await set(ada, 'BUSY');
  expect(await Promise.all([bo, cy].map(async (viewer) => (await seen(viewer, ada)).state))).toEqual(['BUSY', 'OFFLINE']);
});

test('nobody sees it by opening a room of two with a stranger, before the stranger has accepted (security F16)', async () => {
  const [ada, stranger] = [await world.person(), await world.person()];
  const open = (from: Viewer, to: Viewer) => world.run(from, OpenDirectRoomDocument, { input: { userId: to.id } });
  await beat(ada);
  await beat(stranger);
  await open(stranger, ada);
  expect([await seen(stranger, ada), await seen(ada, stranger)]).toEqual([null, null]);
  await open(ada, stranger);
  expect(await seen(stranger, ada)).toMatchObject({ state: 'ONLINE', lastSeenAt: null });
});

test('of several sessions the first of BUSY, ONLINE, AWAY counts, and OFFLINE hides a session until it shows itself again (S43)', async () => {
  const [ada, bo] = await friends();
  const phone = { ...ada, sessionId: 'phone' };
  await set(phone, 'AWAY');
  expect((await seen(bo, ada)).state).toBe('AWAY');
  await beat(ada);
  expect((await seen(bo, ada)).state).toBe('ONLINE');
  await set(phone, 'BUSY');
  expect((await seen(bo, ada)).state).toBe('BUSY');
  await set(phone, 'OFFLINE');
  await beat(phone);
  expect((await seen(bo, ada)).state).toBe('ONLINE');
  await set(ada, 'OFFLINE');
  expect((await seen(bo, ada)).state).toBe('OFFLINE');
  await set(phone, 'ONLINE');
  expect((await seen(bo, ada)).state).toBe('ONLINE');
});

test('changes are told live to those who may see them; a lease that runs out is told by the job', async () => {
  const [ada, bo] = await friends();
  const stranger = await world.person();
  const stream = await world.subscribe(bo, CHANGED, { userIds: [ada.id, stranger.id] });
  const next = async () => (await stream.next()).data!.presenceChanged;
  await beat(stranger);
  await beat(ada);
  expect(await next()).toMatchObject({ user: { id: ada.id }, state: 'ONLINE' });
  await beat(ada);
  await set(ada, 'BUSY');
  expect((await next()).state).toBe('BUSY');
  world.clock.advance(60_000);
  await world.subgraph.runJob!('expire-presence');
  expect((await next()).state).toBe('OFFLINE');
});

const becomes = (state: PresenceState, viewer: Viewer, person: Viewer) =>
  eventually(async () => expect((await seen(viewer, person)).state).toBe(state));
/** What another subgraph tells of a stream that somebody has open there. */
const streams = (person: Viewer, open: boolean, streamId = 'one') =>
  world.bus.push('live.streams', { open, streams: [{ userId: person.id, sessionId: person.sessionId, streamId }] });

test('an open live stream is a sign of life, and closing it ends within seconds (X41)', async () => {
  const [ada, bo] = await friends();
  const room = await world.directRoom(ada, bo);
  const stream = await world.subscribe(ada, MESSAGE_ADDED, { roomId: room });
  await becomes('ONLINE', bo, ada);
  await stream.close();
  await eventually(async () => {
    const rows = await world.sql('SELECT 1 FROM presence_leases WHERE user_id = $1 AND expires_at > $2', [
      ada.id,
      new Date(world.clock.now().getTime() + 5_000),
    ]);
    expect(rows).toEqual([]);
  });
  world.clock.advance(5_000);
  expect((await seen(bo, ada)).state).toBe('OFFLINE');
});

test('so is one that is open with another subgraph, until the last of the session has ended (social-curation F11, bug-reports-domain F24)', async () => {
  const [ada, bo] = await friends();
  await streams(ada, true);
  await streams(ada, true, 'other');
  await becomes('ONLINE', bo, ada);
  await streams(ada, false);
  world.clock.advance(30_000);
  await streams(ada, true, 'other');
  await eventually(async () => {
    const [lease] = await world.sql<{ left: number }>(
      'SELECT extract(epoch FROM expires_at - $2)::int AS left FROM presence_leases WHERE user_id = $1',
      [ada.id, world.clock.now()],
    );
    expect(lease!.left).toBe(60);
  });
  await streams(ada, false, 'other');
  await eventually(async () =>
    expect(
      await world.sql('SELECT 1 FROM presence_leases WHERE user_id = $1 AND expires_at > $2', [
        ada.id,
        new Date(world.clock.now().getTime() + 5_000),
      ]),
    ).toEqual([]),
  );
});

test('a new stream of a session makes its person ONLINE at once, also where the one before ended without a word and took the lease with it', async () => {
  const [ada, bo] = await friends();
  await streams(ada, true, 'killed');
  await becomes('ONLINE', bo, ada);
  world.clock.advance(61_000);
  expect((await seen(bo, ada)).state).toBe('OFFLINE');
  await streams(ada, true, 'of the next process');
  await becomes('ONLINE', bo, ada);
});

test('a suspended person is not there, whatever streams are told of', async () => {
  const [ada, bo] = await friends();
  await world.tellPerson(ada.id, { active: false });
  await streams(ada, true);
  await streams(bo, true);
  await becomes('ONLINE', bo, bo);
  expect(await world.sql('SELECT 1 FROM presence_leases WHERE user_id = $1', [ada.id])).toEqual([]);
});

test('signing out ends what the session shows at once, and nothing of the others (social-curation F11)', async () => {
  const [ada, bo] = await friends();
  const phone = { ...ada, sessionId: 'phone' };
  await beat(ada);
  await set(phone, 'BUSY');
  const stream = await world.subscribe(bo, CHANGED, { userIds: [ada.id] });
  await world.bus.push('sessions.revoked', { sessionId: 'phone' });
  expect((await stream.next()).data!.presenceChanged.state).toBe('ONLINE');
  await world.bus.push('sessions.revoked', { viewerId: ada.id });
  expect((await stream.next()).data!.presenceChanged.state).toBe('OFFLINE');
});

test('what a suspended person follows ends', async () => {
  const [ada, bo] = await friends();
  const stream = await world.subscribe(bo, CHANGED, { userIds: [ada.id] });
  const ended = expect(stream.next()).rejects.toThrow('The stream has ended.');
  await world.tellPerson(bo.id, { active: false });
  await ended;
});

test('after a crash that lost every lease everybody is offline at the next look of the job, and nobody stays there for ever', async () => {
  const [ada, bo] = await friends();
  await beat(ada);
  const stream = await world.subscribe(bo, CHANGED, { userIds: [ada.id] });
  await world.sql('DELETE FROM presence_leases WHERE user_id = $1', [ada.id]);
  expect((await seen(bo, ada)).state).toBe('OFFLINE');
  await world.subgraph.runJob!('expire-presence');
  expect((await stream.next()).data!.presenceChanged).toMatchObject({ user: { id: ada.id }, state: 'OFFLINE' });
});

test('signs of life at the same time tell one change', async () => {
  const [ada] = await friends();
  await Promise.all(Array.from({ length: 8 }, (_, n) => beat({ ...ada, sessionId: `session ${n}` })));
  expect(await world.sql('SELECT state, version FROM presence WHERE user_id = $1', [ada.id])).toEqual([{ state: 'ONLINE', version: 1 }]);
});

test('only so many people can be followed at once, and only by their ids', async () => {
  const ada = await world.person();
  for (const ids of [[], ['ada'], Array.from({ length: 101 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)]) {
    await expect(world.subscribe(ada, CHANGED, { userIds: ids })).rejects.toThrow('BAD_USER_INPUT');
  }
});
