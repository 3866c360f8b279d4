import type { Viewer } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  FriendsOnlineDocument,
  HeartbeatDocument,
  SetPresenceDocument,
  UpdateChatSettingsDocument,
  type PresenceState,
} from './generated/documents';
import { startWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

const set = (who: Viewer, state: PresenceState) => world.run(who, SetPresenceDocument, { input: { state } });
const beat = (who: Viewer) => world.run(who, HeartbeatDocument, {});
const online = async (who: Viewer, page: { first?: number; after?: string | null } = {}) =>
  (await world.run(who, FriendsOnlineDocument, page)).friendsOnline;
const states = async (who: Viewer) => Object.fromEntries((await online(who)).nodes.map(({ user, state }) => [user!.id, state]));
const friendsOf = async (ada: Viewer, count: number) => {
  const friends = await Promise.all(Array.from({ length: count }, () => world.person()));
  for (const friend of friends) await world.befriend(ada, friend);
  return friends;
};

test('friends who are there are listed, with what they show; nobody else, and nobody who is gone, hides, is blocked or suspended (S46)', async () => {
  const ada = await world.person();
  const [busy, away, hidden, foe, suspended, silent, idle] = (await friendsOf(ada, 7)) as [
    Viewer,
    Viewer,
    Viewer,
    Viewer,
    Viewer,
    Viewer,
    Viewer,
  ];
  const stranger = await world.person();
  await world.group(ada, [stranger]);
  for (const who of [foe, suspended, idle, stranger]) await beat(who);
  for (const [who, state] of [
    [busy, 'BUSY'],
    [away, 'AWAY'],
    [hidden, 'OFFLINE'],
  ] as const)
    await set(who, state);
  await world.block(foe, ada);
  await world.tellPerson(suspended.id, { version: 2, active: false });
  expect(await states(ada)).toEqual({ [busy.id]: 'BUSY', [away.id]: 'AWAY', [idle.id]: 'ONLINE' });
  expect(await states(silent)).toEqual({});
  world.clock.advance(59_000);
  await beat(busy);
  world.clock.advance(1_000);
  // The leases of the others have ended, though nothing was told of it yet.
  expect(await online(ada)).toMatchObject({ totalCount: 1, nodes: [{ user: { id: busy.id }, state: 'BUSY' }] });
  const { errors } = await world.execute(null, print(FriendsOnlineDocument), {});
  expect(errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
});

test('page by page, in as many statements for one as for many', async () => {
  const ada = await world.person();
  const friends = await friendsOf(ada, 5);
  await beat(friends[0]!);
  const one = await countStatements(world.subgraph, () => online(ada));
  for (const friend of friends) await beat(friend);
  const all = await countStatements(world.subgraph, () => online(ada));
  expect(all.statements).toBe(one.statements);
  const ids = friends.map(({ id }) => id).sort();
  const first = await online(ada, { first: 3 });
  const rest = await online(ada, { first: 3, after: first.pageInfo.endCursor ?? null });
  expect([...first.nodes, ...rest.nodes].map(({ user }) => user!.id)).toEqual(ids);
  expect([first.totalCount, first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([5, true, false]);
});

test('who lets nobody see when they were last there is shown without, to friends, on each path; they themselves see it (S45)', async () => {
  const ada = await world.person();
  const [bo] = (await friendsOf(ada, 1)) as [Viewer];
  const SEEN =
    'query($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { presence { state lastSeenAt } } } }';
  const seen = async (viewer: Viewer) => (await world.run(viewer, SEEN, { id: bo.id }))._entities[0].presence;
  await beat(bo);
  const lastSeenAt = world.clock.now().toISOString();
  expect([await seen(ada), (await online(ada)).nodes[0]!.lastSeenAt]).toEqual([{ state: 'ONLINE', lastSeenAt }, lastSeenAt]);
  const { updateChatSettings } = await world.run(bo, UpdateChatSettingsDocument, { input: { lastSeen: false } });
  expect(updateChatSettings).toMatchObject({ settings: { lastSeen: false, readReceipts: true, whoMayWrite: 'EVERYBODY' } });
  expect([await seen(ada), (await online(ada)).nodes[0]!.lastSeenAt]).toEqual([{ state: 'ONLINE', lastSeenAt: null }, null]);
  expect(await seen(bo)).toEqual({ state: 'ONLINE', lastSeenAt });
});
