import type { Viewer } from '@marquee/platform';
import {
  FollowDocument,
  OpenDirectRoomDocument,
  RequestConnectionDocument,
  RespondToConnectionDocument,
  RoomDocument,
  SendMessageDocument,
  UnblockUserDocument,
} from './generated/documents';
import { as, MESSAGE_ADDED, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const PERSON = `query($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User {
  friends(first: 5) { totalCount } mutualFriends(first: 5) { totalCount } followers(first: 5) { totalCount } following(first: 5) { totalCount }
  groups(first: 5) { nodes { id } } presence { state } compatibility { score } viewerConnection { id } } } }`;
const UNREAD = 'query($id: ID!) { chatRoom(id: $id) { unreadCount lastMessage { text } } }';
const NOTHING = {
  friends: null,
  mutualFriends: null,
  followers: null,
  following: null,
  groups: null,
  presence: null,
  compatibility: null,
  viewerConnection: null,
};
const personSeenBy = async (viewer: Viewer, id: string) => (await world.run(viewer, PERSON, { id }))._entities[0];

test('people in a block see nothing of each other, from either side (S8)', async () => {
  const [ada, bo, cy] = [await world.person({ interests: ['jazz'] }), await world.person({ interests: ['jazz'] }), await world.person()];
  await world.befriend(ada, bo);
  await world.befriend(ada, cy);
  await world.befriend(bo, cy);
  await world.run(ada, FollowDocument, { input: { userId: bo.id } });
  const group = await world.group(cy, [ada, bo]);
  const direct = await world.directRoom(ada, bo);
  await world.say(ada, direct, 'hello');
  await world.say(ada, group.roomId, 'from ada');
  expect(await personSeenBy(bo, ada.id)).not.toMatchObject({ friends: null });

  await world.block(ada, bo);

  for (const [viewer, other] of [
    [ada, bo],
    [bo, ada],
  ] as const) {
    expect(await personSeenBy(viewer, other.id)).toEqual(NOTHING);
    expect((await world.run(viewer, RequestConnectionDocument, { input: { userId: other.id } })).requestConnection.__typename).toBe(
      'NotFound',
    );
    expect((await world.run(viewer, OpenDirectRoomDocument, { input: { userId: other.id } })).openDirectRoom.__typename).toBe('NotFound');
    const shared = (await world.run(viewer, RoomDocument, { id: group.roomId })).chatRoom!;
    expect(shared.members.nodes.map((member) => member.user!.id)).not.toContain(other.id);
    const [mutual] = [await personSeenBy(viewer, cy.id)];
    expect(mutual.friends.totalCount).toBe(1);
    expect(
      (await world.run(viewer, '{ connectionSuggestions(first: 50) { nodes { user { id } } } }')).connectionSuggestions.nodes,
    ).not.toContainEqual({
      user: { id: other.id },
    });
  }
  const [message] = (await world.run(bo, RoomDocument, { id: group.roomId })).chatRoom!.messages.nodes;
  expect(message).toMatchObject({ sequence: 1, text: null, sender: null });
  expect((await world.run(cy, RoomDocument, { id: group.roomId })).chatRoom!.messages.nodes[0]!.text).toBe('from ada');
});

test('who has blocked somebody keeps their room of two to read, so that it can be reported; the other has nothing of it (social-curation F6)', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const room = await world.directRoom(ada, bo);
  await world.say(bo, room, 'a threat');
  await world.block(ada, bo);
  const say = async (viewer: Viewer) =>
    (await world.run(viewer, SendMessageDocument, { input: { roomId: room, text: 'x', clientMessageId: 'x' } })).sendMessage.__typename;
  const kept = (await world.run(ada, RoomDocument, { id: room })).chatRoom!;
  expect(kept.messages.nodes).toMatchObject([{ text: 'a threat', sender: { id: bo.id } }]);
  expect(kept).toMatchObject({ unreadCount: 1, viewerRights: { maySpeak: false } });
  expect((await world.run(ada, UNREAD, { id: room })).chatRoom).toEqual({ unreadCount: 1, lastMessage: { text: 'a threat' } });
  expect(await say(ada)).toBe('MayNotSpeak');
  expect((await world.run(bo, RoomDocument, { id: room })).chatRoom).toBeNull();
  expect(await say(bo)).toBe('NotFound');
  await world.block(bo, ada);
  for (const person of [ada, bo]) {
    expect((await world.run(person, RoomDocument, { id: room })).chatRoom).toMatchObject({ viewerRights: { maySpeak: false } });
    expect(await say(person)).toBe('MayNotSpeak');
  }
  await world.run(ada, UnblockUserDocument, { input: { userId: bo.id } });
  expect((await world.run(ada, RoomDocument, { id: room })).chatRoom).toBeNull();
  expect((await world.run(bo, RoomDocument, { id: room })).chatRoom).toMatchObject({ id: room });
});

test('what cannot be read is not unread, and not the last message (social-curation F5, bug-reports-domain S33)', async () => {
  const [owner, ada, bo, cy] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const { roomId } = await world.group(owner, [ada, bo, cy]);
  await world.say(owner, roomId, 'welcome');
  for (const text of ['one', 'two']) await world.say(bo, roomId, text);
  await world.say(cy, roomId, 'three');
  const seen = async (viewer: Viewer) => {
    const { unreadCount, lastMessage } = (await world.run(viewer, UNREAD, { id: roomId })).chatRoom;
    return [unreadCount, lastMessage?.text ?? null];
  };
  expect(await seen(ada)).toEqual([4, 'three']);
  await world.block(bo, ada);
  expect(await seen(ada)).toEqual([2, 'three']);
  await world.tell('user.erased', cy.id, { userId: cy.id });
  expect(await seen(ada)).toEqual([1, 'welcome']);
  expect(await seen(owner)).toEqual([2, 'two']);
  await world.run(ada, UnblockUserDocument, { input: { userId: bo.id } });
  expect(await seen(ada)).toEqual([1, 'welcome']);
  await world.run(bo, UnblockUserDocument, { input: { userId: ada.id } });
  expect(await seen(ada)).toEqual([3, 'two']);
});

test('a block ends what was between the two, tells the other subgraphs and shows only to the blocker', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const connection = await world.befriend(ada, bo);
  await world.block(ada, bo);
  const blocked = '{ blockedPeople(first: 5) { nodes { id } totalCount } connections(first: 5) { nodes { id } } }';
  expect(await world.run(ada, blocked)).toEqual({ blockedPeople: { nodes: [{ id: bo.id }], totalCount: 1 }, connections: { nodes: [] } });
  expect(await world.run(bo, blocked)).toEqual({ blockedPeople: { nodes: [], totalCount: 0 }, connections: { nodes: [] } });
  const facts = await world.sql(`SELECT payload->>'status' AS status FROM outbox WHERE key = $1 ORDER BY sequence`, [connection]);
  expect(facts.map(({ status }) => status)).toEqual(['PENDING', 'ACCEPTED', 'BLOCKED']);
  expect(await world.sql('SELECT 1 FROM friendships WHERE user_id = ANY ($1)', [[ada.id, bo.id]])).toEqual([]);
  expect((await world.entity(bo, { __typename: 'Relationship', id: connection }, '{ id status }')).data!._entities).toEqual([null]);
});

test('a block between strangers reaches the other subgraphs too', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  await world.block(ada, bo);
  const facts = await world.sql(`SELECT payload FROM outbox WHERE topic = 'connection.changed' AND payload->>'requesterId' = $1`, [ada.id]);
  expect(facts.map(({ payload }) => payload)).toMatchObject([{ addresseeId: bo.id, status: 'BLOCKED', version: 1 }]);
});

test('taking a block back opens the room of two again, but makes no friends; with two blocks it takes both', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  await world.befriend(ada, bo);
  const room = await world.directRoom(ada, bo);
  await world.block(ada, bo);
  await world.block(bo, ada);
  const unblock = async (from: Viewer, of: Viewer) =>
    (await world.run(from, UnblockUserDocument, { input: { userId: of.id } })).unblockUser;
  expect(await unblock(ada, bo)).toMatchObject({ deletedId: bo.id, user: { id: bo.id } });
  expect((await world.run(ada, RoomDocument, { id: room })).chatRoom).toBeNull();
  await unblock(bo, ada);
  expect((await world.run(ada, RoomDocument, { id: room })).chatRoom).toMatchObject({ id: room });
  expect((await personSeenBy(ada, bo.id)).friends.totalCount).toBe(0);
  const { requestConnection } = await world.run(bo, RequestConnectionDocument, { input: { userId: ada.id } });
  expect(requestConnection).toMatchObject({ connection: { status: 'PENDING' } });
});

test('answering a request with BLOCK blocks the person who asked (S2)', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const { requestConnection } = await world.run(ada, RequestConnectionDocument, { input: { userId: bo.id } });
  const { connection } = as(requestConnection, 'RequestConnectionSuccess');
  const { respondToConnection } = await world.run(bo, RespondToConnectionDocument, {
    input: { connectionId: connection.id, response: 'BLOCK' },
  });
  expect(respondToConnection).toMatchObject({ connection: { status: 'BLOCKED' } });
  expect(await personSeenBy(ada, bo.id)).toEqual(NOTHING);
});

test('a block ends the live stream of the room of two within a second', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const room = await world.directRoom(ada, bo);
  const stream = await world.subscribe(bo, MESSAGE_ADDED, { roomId: room });
  const next = stream.next();
  const started = Date.now();
  await world.block(ada, bo);
  await expect(next).rejects.toThrow('The stream has ended.');
  expect(Date.now() - started).toBeLessThan(1_000);
});

test('a request and a block at the same time never leave an open request to the blocker', async () => {
  for (let round = 0; round < 10; round++) {
    const [ada, bo] = [await world.person(), await world.person()];
    await Promise.all([world.block(ada, bo), world.run(bo, RequestConnectionDocument, { input: { userId: ada.id } })]);
    const rows = await world.sql('SELECT status FROM connections WHERE requester_id = ANY ($1) AND addressee_id = ANY ($1)', [
      [ada.id, bo.id],
    ]);
    expect(rows).toEqual([{ status: 'BLOCKED' }]);
  }
});

test('a request that is repeated after the block says nothing of it', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const input = { userId: bo.id, type: 'FRIEND' as const, idempotencyKey: 'once' };
  const ask = async () => (await world.run(ada, RequestConnectionDocument, { input })).requestConnection;
  const connectionId = as(await ask(), 'RequestConnectionSuccess').connection.id;
  const { respondToConnection } = await world.run(bo, RespondToConnectionDocument, { input: { connectionId, response: 'BLOCK' } });
  expect(respondToConnection).toMatchObject({ __typename: 'RespondToConnectionSuccess', connection: { status: 'BLOCKED' } });
  expect(await ask()).toMatchObject({ __typename: 'NotFound' });
});
