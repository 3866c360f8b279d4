import type { Viewer } from '@marquee/platform';
import type { Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  EndConnectionDocument,
  FollowDocument,
  RequestConnectionDocument,
  RespondToConnectionDocument,
  UnfollowDocument,
  type RequestConnectionInput,
  type RespondToConnectionInput,
} from './generated/documents';
import { as, DAY, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const FRIENDS = `query($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User {
  friends(first: 10) { nodes { id } totalCount } mutualFriends(first: 10) { nodes { id } totalCount } viewerConnection { status } } } }`;

const ask = async (from: Viewer, userId: string, more: Partial<RequestConnectionInput> = {}) =>
  (await world.run(from, RequestConnectionDocument, { input: { userId, type: 'FRIEND', ...more } })).requestConnection;
/** Asks, which must succeed. */
const request = async (...asking: Parameters<typeof ask>) => as(await ask(...asking), 'RequestConnectionSuccess').connection;
const answer = async (from: Viewer, connectionId: string, response: RespondToConnectionInput['response']) =>
  (await world.run(from, RespondToConnectionDocument, { input: { connectionId, response } })).respondToConnection;
/** Answers, which must succeed. */
const respond = async (...answering: Parameters<typeof answer>) => as(await answer(...answering), 'RespondToConnectionSuccess').connection;
const tryToEnd = async (viewer: Viewer, connectionId: string) =>
  (await world.run(viewer, EndConnectionDocument, { input: { connectionId } })).endConnection;
const factsOf = (connectionId: string) =>
  world
    .sql(`SELECT payload FROM outbox WHERE topic = 'connection.changed' AND key = $1 ORDER BY sequence`, [connectionId])
    .then((rows) => rows.map(({ payload }) => [payload.version, payload.status]));

test('a request waits 30 days, makes friends when it is accepted, and the others are told each time (S2, S6, S7)', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const connection = await request(ada, bo.id);
  expect(connection).toMatchObject({ status: 'PENDING', requester: { id: ada.id }, addressee: { id: bo.id } });
  expect(new Date(connection.expiresAt!).getTime() - world.clock.now().getTime()).toBe(30 * DAY);

  const accepted = await respond(bo, connection.id, 'ACCEPT');
  expect(accepted).toMatchObject({ status: 'ACCEPTED', expiresAt: null, version: 2 });
  for (const [viewer, friend] of [
    [ada, bo],
    [bo, ada],
  ] as const) {
    const [user] = (await world.run(viewer, FRIENDS, { id: viewer.id }))._entities;
    expect(user.friends).toEqual({ nodes: [{ id: friend.id }], totalCount: 1 });
  }
  expect(await factsOf(connection.id)).toEqual([
    [1, 'PENDING'],
    [2, 'ACCEPTED'],
  ]);
  expect(await ask(ada, bo.id)).toMatchObject({ __typename: 'AlreadyConnected', connection: { id: connection.id }, nextStep: 'RELOAD' });
});

test('asking twice is one request, and only the one who was asked can answer (S5)', async () => {
  const [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
  const first = await request(ada, bo.id);
  expect((await request(ada, bo.id)).id).toBe(first.id);
  expect(await answer(ada, first.id, 'ACCEPT')).toMatchObject({ __typename: 'NotAllowed' });
  expect(await answer(cy, first.id, 'ACCEPT')).toMatchObject({ __typename: 'NotFound' });
  expect((await world.entity(cy, { __typename: 'Relationship', id: first.id }, '{ id }')).data!._entities).toEqual([null]);
});

test('asking somebody who has asked makes both friends at once', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const connection = await request(ada, bo.id);
  expect(await request(bo, ada.id)).toMatchObject({ id: connection.id, status: 'ACCEPTED', requester: { id: ada.id } });
});

test('a request expires after 30 days: it cannot be answered, a query says so at once, and a job tells the others (S3)', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const connection = await request(ada, bo.id);
  const { clock } = world;
  const before = clock.now();
  clock.advance(30 * DAY);
  try {
    expect(await answer(bo, connection.id, 'ACCEPT')).toMatchObject({ __typename: 'RequestNotOpen', status: 'EXPIRED' });
    const list = `{ connections(first: 5, status: EXPIRED) { nodes { id status } totalCount } }`;
    expect((await world.run(ada, list)).connections).toEqual({ nodes: [{ id: connection.id, status: 'EXPIRED' }], totalCount: 1 });
    await world.subgraph.runJob!('expire-requests');
    expect(await factsOf(connection.id)).toEqual([
      [1, 'PENDING'],
      [2, 'EXPIRED'],
    ]);
    expect(await request(bo, ada.id)).toMatchObject({ id: connection.id, status: 'PENDING', requester: { id: bo.id } });
  } finally {
    clock.advance(before.getTime() - clock.now().getTime());
  }
});

test('who was declined has to wait, who declined may ask (S2, S6, S7)', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const connection = await request(ada, bo.id);
  expect((await respond(bo, connection.id, 'DECLINE')).status).toBe('DECLINED');
  expect(await answer(bo, connection.id, 'ACCEPT')).toMatchObject({ __typename: 'RequestNotOpen', status: 'DECLINED' });
  expect(await ask(ada, bo.id)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await request(bo, ada.id)).toMatchObject({ status: 'PENDING', requester: { id: bo.id } });
});

test('a request can be taken back by the person who asked, a friendship ended by either (S2)', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const connection = await request(ada, bo.id);
  const end = async (viewer: Viewer) => as(await tryToEnd(viewer, connection.id), 'EndConnectionSuccess').connection.status;
  expect(await tryToEnd(bo, connection.id)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await end(ada)).toBe('CANCELLED');
  expect(await end(ada)).toBe('CANCELLED');
  await ask(ada, bo.id);
  await answer(bo, connection.id, 'ACCEPT');
  expect(await end(bo)).toBe('REMOVED');
  expect((await world.run(ada, FRIENDS, { id: ada.id }))._entities[0].friends.totalCount).toBe(0);
});

test('two people connected in two ways are friends as long as one of them is left, and professional contacts are not friends (S4)', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const friends = async () => (await world.run(ada, FRIENDS, { id: ada.id }))._entities[0].friends.totalCount;
  const accept = async (type: RequestConnectionInput['type']) => {
    const connection = await request(ada, bo.id, { type });
    await answer(bo, connection.id, 'ACCEPT');
    return connection.id;
  };
  await accept('PROFESSIONAL');
  expect(await friends()).toBe(0);
  const friendship = await accept('FRIEND');
  await accept('FAMILY');
  await tryToEnd(ada, friendship);
  expect(await friends()).toBe(1);
});

test("a person's friends are shown as they chose, and mutual friends only with them (S10)", async () => {
  const [ada, bo, cy] = [await world.person({ privacy: { friends: 'FRIENDS' } }), await world.person(), await world.person()];
  const stranger = await world.person();
  await world.befriend(ada, bo);
  await world.befriend(ada, cy);
  await world.befriend(bo, cy);
  const seen = async (viewer: Viewer | null) => (await world.run(viewer, FRIENDS, { id: ada.id }))._entities[0];
  expect((await seen(bo)).friends.totalCount).toBe(2);
  expect((await seen(bo)).mutualFriends).toEqual({ nodes: [{ id: cy.id }], totalCount: 1 });
  expect((await seen(bo)).viewerConnection).toEqual({ status: 'ACCEPTED' });
  for (const viewer of [stranger, null]) expect(await seen(viewer)).toEqual({ friends: null, mutualFriends: null, viewerConnection: null });
  await world.tellPerson(ada.id, { privacy: { friends: 'PRIVATE' } });
  expect((await seen(bo)).friends).toBeNull();
  expect((await seen(ada)).friends.totalCount).toBe(2);
});

test('friends come in pages, both ways without a gap or a repetition', async () => {
  const ada = await world.person();
  const friends = [];
  for (let n = 0; n < 7; n++) {
    const friend = await world.person();
    friends.push(friend.id);
    await world.befriend(ada, friend);
  }
  const query = `query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    _entities(representations: [{ __typename: "User", id: $id }]) { ... on User {
      friends(first: $first, after: $after, last: $last, before: $before) {
        nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`;
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const { friends: page }: Data = (await world.run(ada, query, { id: ada.id, first: 3, after }))._entities[0];
    seen.push(...page.nodes.map((node: { id: string }) => node.id));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect([...seen].sort()).toEqual([...friends].sort());
  const back: string[] = [];
  for (let before: string | null = null; ;) {
    const { friends: page }: Data = (await world.run(ada, query, { id: ada.id, last: 3, before }))._entities[0];
    back.unshift(...page.nodes.map((node: { id: string }) => node.id));
    if (!page.pageInfo.hasPreviousPage) break;
    before = page.pageInfo.startCursor;
  }
  expect(back).toEqual(seen);
  const cursors = [
    ['friends', 'not a time', 'not an id'],
    ['friends', '-271821-04-20T00:00:00.000Z', ada.id],
    ['followers', '2026-11-21T12:00:00.000Z', ada.id],
  ];
  for (const cursor of cursors) {
    const after = Buffer.from(JSON.stringify(cursor)).toString('base64url');
    const refused = await world.execute(ada, query, { id: ada.id, first: 3, after });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  }
});

test('nobody connects with themselves, with nobody, or with the suspended (S5)', async () => {
  const ada = await world.person();
  const gone = await world.person({ active: false });
  expect(await ask(ada, ada.id)).toMatchObject({ __typename: 'InvalidInput', code: 'BAD_USER_INPUT' });
  expect(await ask(ada, '00000000-0000-4000-8000-000000000000')).toMatchObject({ __typename: 'NotFound' });
  expect(await ask(ada, 'nobody')).toMatchObject({ __typename: 'InvalidInput' });
  expect(await ask(ada, gone.id)).toMatchObject({ __typename: 'NotFound' });
  expect(await ask(gone, ada.id)).toMatchObject({ __typename: 'NotAllowed', code: 'FORBIDDEN' });
  const visitor = await world.execute(null, print(RequestConnectionDocument), { input: { userId: ada.id } });
  expect(visitor.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('the same idempotency key returns the same request, with other arguments it is refused', async () => {
  const [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
  const first = await request(ada, bo.id, { idempotencyKey: 'one' });
  await tryToEnd(ada, first.id);
  expect(await request(ada, bo.id, { idempotencyKey: 'one' })).toMatchObject({ id: first.id, status: 'CANCELLED' });
  expect(await ask(ada, cy.id, { idempotencyKey: 'one' })).toMatchObject({ __typename: 'KeyReused', code: 'KEY_REUSED' });
});

test('following is one-way and needs no consent (S4, S9)', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const follow = async () => as((await world.run(ada, FollowDocument, { input: { userId: bo.id } })).follow, 'FollowSuccess');
  expect((await follow()).user).toEqual({ id: bo.id, viewerFollows: true });
  await follow();
  const lists = `query($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User {
    followers(first: 5) { nodes { id } totalCount } following(first: 5) { nodes { id } totalCount } } } }`;
  expect((await world.run(null, lists, { id: bo.id }))._entities[0]).toEqual({
    followers: { nodes: [{ id: ada.id }], totalCount: 1 },
    following: { nodes: [], totalCount: 0 },
  });
  const { unfollow } = await world.run(ada, UnfollowDocument, { input: { userId: bo.id } });
  expect(unfollow).toMatchObject({ user: { id: bo.id, viewerFollows: false }, deletedId: bo.id });
  expect((await world.run(null, lists, { id: ada.id }))._entities[0].following.totalCount).toBe(0);
});
