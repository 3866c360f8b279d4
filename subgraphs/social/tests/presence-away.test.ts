import type { Viewer } from '@marquee/platform';
import { countStatements, eventually } from '@marquee/platform/testing';
import { print } from 'graphql';
import { HeartbeatDocument, PresenceChangedDocument, SetPresenceDocument, type PresenceState } from './generated/documents';
import { startWorld, type World } from './world';

const MINUTE = 60_000;
let world: World;
let ada: Viewer;
let bo: Viewer;
beforeEach(async () => {
  world = await startWorld();
  [ada, bo] = [await world.person(), await world.person()];
  await world.befriend(ada, bo);
});

const STATE = `query($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { presence { state } } } }`;
const CHANGED = print(PresenceChangedDocument);
const stateOf = async (person: Viewer) => (await world.run(bo, STATE, { id: person.id }))._entities[0].presence.state as PresenceState;
const becomes = (state: PresenceState) => eventually(async () => expect(await stateOf(ada)).toBe(state));
const at = (device: string): Viewer => ({ ...ada, sessionId: device });
/** What subgraphs tell of open streams, and gateways of deeds. */
const streams = ({ id: userId, sessionId }: Viewer, open = true) =>
  world.bus.push('live.streams', { open, streams: [{ userId, sessionId, streamId: `of ${sessionId}` }] });
const does = ({ id: userId, sessionId }: Viewer) => world.bus.push('live.deeds', { deeds: [{ userId, sessionId }] });
const leases = () =>
  world.sql<{ session: string; away: number; left: number }>(
    `SELECT session_id AS session, extract(epoch FROM away_at - $2)::int AS away, extract(epoch FROM expires_at - $2)::int AS left
     FROM presence_leases WHERE user_id = $1 ORDER BY session_id`,
    [ada.id, world.clock.now()],
  );
const stays = async (devices: readonly Viewer[], minutes: number) => {
  for (let half = 0; half < 2 * minutes; half++) {
    world.clock.advance(MINUTE / 2);
    for (const device of devices) await streams(device);
    await eventually(async () => expect((await leases()).filter(({ left }) => left === 60)).toHaveLength(devices.length));
  }
};

test('who has streams open and does nothing for five minutes is AWAY, and comes back with the next deed (S43, must-hold 5)', async () => {
  const stream = await world.subscribe(bo, CHANGED, { userIds: [ada.id] });
  const told = async () => (await stream.next()).data!.presenceChanged.state as PresenceState;
  await streams(at('phone'));
  expect(await told()).toBe('ONLINE');
  await stays([at('phone')], 4.5);
  expect(await stateOf(ada)).toBe('ONLINE');
  await stays([at('phone')], 0.5);
  expect(await stateOf(ada)).toBe('AWAY');
  await world.subgraph.runJob!('expire-presence');
  expect(await told()).toBe('AWAY');
  await does(at('phone'));
  expect(await told()).toBe('ONLINE');
  expect(await stateOf(ada)).toBe('ONLINE');
});

test('deeds in between keep it ONLINE, and are written with the lease alone', async () => {
  await streams(at('phone'));
  await becomes('ONLINE');
  for (let minute = 0; minute < 8; minute++) {
    await stays([at('phone')], 1);
    const { statements } = await countStatements(world.subgraph, async () => {
      for (let n = 0; n < 20; n++) await does(at('phone'));
    });
    // The first deed in a while may be a return.
    if (minute > 0) expect(statements).toBe(0);
  }
  expect(await stateOf(ada)).toBe('ONLINE');
});

test('of several devices the one which something is done with decides', async () => {
  await streams(at('desk'));
  await streams(at('phone'));
  await becomes('ONLINE');
  await stays([at('desk'), at('phone')], 3);
  await does(at('phone'));
  await stays([at('desk'), at('phone')], 3);
  expect((await leases()).map(({ session, away }) => [session, away > 0])).toEqual([
    ['desk', false],
    ['phone', true],
  ]);
  expect(await stateOf(ada)).toBe('ONLINE');
  await stays([at('desk'), at('phone')], 2.5);
  expect(await stateOf(ada)).toBe('AWAY');
  await does(at('desk'));
  await becomes('ONLINE');
});

test.each(['BUSY', 'AWAY'] as const)('%s by choice stays, whatever is done or not', async (state) => {
  await streams(at('phone'));
  await becomes('ONLINE');
  await world.run(at('phone'), SetPresenceDocument, { input: { state } });
  await becomes(state);
  await stays([at('phone')], 6);
  expect(await stateOf(ada)).toBe(state);
  await does(at('phone'));
  await eventually(async () => expect((await leases())[0]!.away).toBe(300));
  expect(await stateOf(ada)).toBe(state);
});

test('a heartbeat is a sign of life and no deed; who chooses ONLINE is looked at again', async () => {
  const beats = async (minutes: number) => {
    for (let half = 0; half < 2 * minutes; half++) {
      world.clock.advance(MINUTE / 2);
      await world.run(ada, HeartbeatDocument, {});
    }
  };
  await world.run(ada, HeartbeatDocument, {});
  await beats(4.5);
  expect(await stateOf(ada)).toBe('ONLINE');
  await beats(0.5);
  expect(await stateOf(ada)).toBe('AWAY');
  await world.run(ada, SetPresenceDocument, { input: { state: 'ONLINE' } });
  expect(await stateOf(ada)).toBe('ONLINE');
  await beats(3);
  await does(ada);
  await beats(3);
  expect(await stateOf(ada)).toBe('ONLINE');
});

test('a client that opens its streams again by itself is as away as before', async () => {
  await streams(at('phone'));
  await becomes('ONLINE');
  await stays([at('phone')], 5);
  await streams(at('phone'), false);
  await eventually(async () => expect((await leases())[0]!.left).toBe(5));
  world.clock.advance(1_000);
  await streams(at('phone'));
  await eventually(async () => expect((await leases())[0]!.left).toBe(60));
  expect(await stateOf(ada)).toBe('AWAY');
});

test('a deed of a session that is not there, or was signed out, makes nobody present', async () => {
  await does(at('phone'));
  await streams(at('desk'));
  await becomes('ONLINE');
  await world.bus.push('sessions.revoked', { sessionId: 'desk' });
  await becomes('OFFLINE');
  await does(at('desk'));
  await streams(bo);
  await eventually(async () => expect(await stateOf(bo)).toBe('ONLINE'));
  expect([await leases(), await stateOf(ada)]).toEqual([[], 'OFFLINE']);
});
