import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import {
  EditMessageDocument,
  MarkReadDocument,
  ReactToMessageDocument,
  RemoveFromGroupDocument,
  RoomChangedDocument,
  RoomStateDocument,
} from './generated/documents';
import { endsAsOneThatNeverLeft } from './room-changes';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const ROOM_CHANGED = print(RoomChangedDocument);
const changed = async (viewer: Viewer, roomId: string, since?: number) => {
  const stream = await world.subscribe(viewer, ROOM_CHANGED, { roomId, since: since ?? null });
  return { ...stream, next: async () => (await stream.next()).data!.roomChanged };
};
const lastChange = async (viewer: Viewer, id: string) => (await world.run(viewer, RoomStateDocument, { id })).chatRoom!.lastChange;
const trio = async () => {
  const [owner, ada, bo] = [await world.person(), await world.person(), await world.person()];
  return { owner, ada, bo, ...(await world.group(owner, [ada, bo])) };
};

test('each kind of change has the next number and shows what it is about as it is now (A2, X40)', async () => {
  const { owner, ada, bo, id: groupId, roomId } = await trio();
  const stream = await changed(ada, roomId);
  const said = await world.say(ada, roomId, 'Hello');
  const added = await stream.next();
  expect(added).toMatchObject({ __typename: 'MessageAdded', added: { id: said.id, text: 'Hello' } });
  await world.run(ada, EditMessageDocument, { input: { messageId: said.id, text: 'Hello!' } });
  expect(await stream.next()).toMatchObject({ __typename: 'MessageEdited', change: added.change + 1, edited: { text: 'Hello!' } });
  await world.run(bo, ReactToMessageDocument, { input: { messageId: said.id, emoji: '👍' } });
  expect(await stream.next()).toMatchObject({
    __typename: 'ReactionsChanged',
    change: added.change + 2,
    reacted: { reactions: [{ emoji: '👍', count: 1 }] },
  });
  await world.run(bo, MarkReadDocument, { input: { roomId, sequence: 1 } });
  expect(await stream.next()).toMatchObject({
    __typename: 'MemberRead',
    change: added.change + 3,
    user: { id: bo.id },
    lastReadSequence: 1,
  });
  await world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: bo.id } });
  expect(await stream.next()).toMatchObject({ __typename: 'RoomMemberChanged', change: added.change + 4, user: { id: bo.id }, role: null });
});

test('beyond the log, and before what it still has, a client is told to load anew; a negative number is refused; a stranger finds no room', async () => {
  const { ada, roomId } = await trio();
  await world.say(ada, roomId, 'one');
  const stream = await changed(ada, roomId, 0);
  let last = 0;
  while (last < 4) last = (await stream.next()).change;
  await expect(changed(ada, roomId, 5)).rejects.toThrow('RESYNC_REQUIRED');
  await world.sql('UPDATE room_logs SET forgotten = 2 WHERE room_id = $1', [roomId]);
  await expect(changed(ada, roomId, 1)).rejects.toThrow('RESYNC_REQUIRED');
  expect((await (await changed(ada, roomId, 2)).next()).change).toBe(3);
  await expect(changed(ada, roomId, -1)).rejects.toThrow('BAD_USER_INPUT');
  await expect(changed(await world.person(), roomId)).rejects.toThrow('NOT_FOUND');
});

test('what is shown together with lastChange is at least as new: going on from there misses nothing', async () => {
  const { ada, roomId } = await trio();
  await world.say(ada, roomId, 'one');
  // Nobody listens yet, so nothing has a number.
  expect(await lastChange(ada, roomId)).toBe(0);
  const stream = await changed(ada, roomId, 0);
  while ((await stream.next()).__typename !== 'MessageAdded');
  expect(await lastChange(ada, roomId)).toBe(4);
});

test('a stream ends when its reader is removed, and tells nothing that came after it', async () => {
  const { owner, ada, bo, id: groupId, roomId } = await trio();
  const stream = await changed(bo, roomId);
  const ended = expect(stream.next()).rejects.toThrow('The stream has ended.');
  await world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: bo.id } });
  await world.say(ada, roomId, 'secret');
  await ended;
});

test('people in a block are told of each other neither by name nor by text', async () => {
  const { ada, bo, roomId } = await trio();
  await world.block(ada, bo);
  const stream = await changed(ada, roomId);
  const said = await world.say(bo, roomId, 'Hello');
  expect(await stream.next()).toMatchObject({ __typename: 'MessageAdded', added: { id: said.id, text: null, sender: null } });
  await world.run(bo, ReactToMessageDocument, { input: { messageId: said.id, emoji: '👍' } });
  expect(await stream.next()).toMatchObject({ reacted: { reactions: [] } });
});

test('a refusal of a stranger is not told', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const { openDirectRoom } = await world.run(
    ada,
    `mutation($input: OpenDirectRoomInput!) { openDirectRoom(input: $input) { ... on OpenDirectRoomSuccess { room { id } } } }`,
    { input: { userId: bo.id } },
  );
  const roomId = openDirectRoom.room.id as string;
  const stream = await changed(ada, roomId);
  await world.run(bo, `mutation($input: RespondToMessageRequestInput!) { respondToMessageRequest(input: $input) { __typename } }`, {
    input: { roomId, response: 'DECLINE' },
  });
  await world.say(ada, roomId, 'Are you there?');
  expect(await stream.next()).toMatchObject({ __typename: 'MessageAdded' });
});

test('a client that drops at random ends by since as one that never left, and as a query shows it (A2, X44)', () =>
  endsAsOneThatNeverLeft(world, { from: 1, runs: 4, moves: 30 }));
