import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import {
  MarkReadDocument,
  OpenDirectRoomDocument,
  RespondToMessageRequestDocument,
  RoomDocument,
  RoomsDocument,
  SendMessageDocument,
  SetTypingDocument,
} from './generated/documents';
import { as, MESSAGE_ADDED, NOW, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const open = async (from: Viewer, to: Viewer) =>
  (await world.run(from, OpenDirectRoomDocument, { input: { userId: to.id } })).openDirectRoom;
const opened = async (from: Viewer, to: Viewer) => as(await open(from, to), 'OpenDirectRoomSuccess').room.id;
const say = async (person: Viewer, roomId: string, text = 'hello') =>
  (await world.run(person, SendMessageDocument, { input: { roomId, text, clientMessageId: randomUUID() } })).sendMessage.__typename;
const rooms = async (viewer: Viewer, requests?: boolean) =>
  (await world.run(viewer, RoomsDocument, { requests })).chatRooms.nodes.map(({ id, request }) => [id, request]);
const respond = async (viewer: Viewer, roomId: string, response: 'ACCEPT' | 'DECLINE' | 'BLOCK') =>
  (await world.run(viewer, RespondToMessageRequestDocument, { input: { roomId, response } })).respondToMessageRequest;
const strangers = async () => [await world.person(), await world.person()] as const;
const toldOf = async (roomId: string) =>
  (await world.sql(`SELECT payload FROM outbox WHERE topic = 'message.sent' AND key = $1 ORDER BY sequence`, [roomId])).map(
    ({ payload }) => [payload.sequence, payload.isRequest, payload.recipientIds.length],
  );

test("a stranger's message waits in a list of its own; three can be written, and only the first is told", async () => {
  const [ada, bo] = await strangers();
  const room = await opened(bo, ada);
  expect(await rooms(bo)).toEqual([[room, 'OUTGOING']]);
  expect([await rooms(ada), await rooms(ada, true)]).toEqual([[], [[room, 'INCOMING']]]);
  const answers = [];
  for (let n = 0; n < 4; n++) answers.push(await say(bo, room));
  expect(answers).toEqual([...Array(3).fill('SendMessageSuccess'), 'MayNotSpeak']);
  expect(await toldOf(room)).toEqual([[1, true, 1]]);
  expect((await world.run(ada, RoomDocument, { id: room })).chatRoom).toMatchObject({ unreadCount: 3, viewerRights: { maySpeak: true } });
});

test('before it is accepted neither sees that the other reads or writes', async () => {
  const [ada, bo] = await strangers();
  const room = await opened(bo, ada);
  await say(bo, room);
  await world.run(ada, MarkReadDocument, { input: { roomId: room, sequence: 1 } });
  const read = async () =>
    (await world.run(bo, RoomDocument, { id: room })).chatRoom!.members.nodes.find(({ user }) => user!.id === ada.id)!.lastReadSequence;
  expect(await read()).toBe(0);
  for (const person of [ada, bo])
    expect((await world.run(person, SetTypingDocument, { roomId: room, isTyping: true })).setTyping).toBe(false);
  expect(await respond(ada, room, 'ACCEPT')).toMatchObject({ room: { id: room, request: null }, deletedId: null });
  expect(await read()).toBe(1);
  expect((await world.run(ada, SetTypingDocument, { roomId: room, isTyping: true })).setTyping).toBe(true);
  expect([await rooms(ada), await rooms(bo), await rooms(ada, true)]).toEqual([[[room, null]], [[room, null]], []]);
});

test.each<[string, (ada: Viewer, bo: Viewer, room: string) => Promise<unknown>]>([
  ['an answer', (ada, _, room) => say(ada, room)],
  ['opening the room', (ada, bo) => opened(ada, bo)],
  ['a connection', (ada, bo) => world.befriend(bo, ada)],
])('%s accepts it', async (_, accept) => {
  const [ada, bo] = await strangers();
  const room = await opened(bo, ada);
  for (let n = 0; n < 3; n++) await say(bo, room);
  await accept(ada, bo, room);
  expect(await rooms(bo)).toEqual([[room, null]]);
  expect(await say(bo, room)).toBe('SendMessageSuccess');
});

test('friends write to each other at once', async () => {
  const [ada, bo] = await strangers();
  await world.befriend(ada, bo);
  const room = await opened(ada, bo);
  expect(await rooms(bo)).toEqual([[room, null]]);
});

test('who declines does not find the room any more, and the stranger is not told; who opens it anew accepts', async () => {
  const [ada, bo] = await strangers();
  const room = await opened(bo, ada);
  await say(bo, room);
  const stream = await world.subscribe(ada, MESSAGE_ADDED, { roomId: room });
  const ended = expect(stream.next()).rejects.toThrow('The stream has ended.');
  expect(await respond(ada, room, 'DECLINE')).toMatchObject({ room: null, deletedId: room });
  await ended;
  expect([await rooms(ada), await rooms(ada, true), await rooms(bo)]).toEqual([[], [], [[room, 'OUTGOING']]]);
  // Nor by who is in the room.
  const { members } = (await world.run(bo, RoomDocument, { id: room })).chatRoom!;
  expect(members.nodes.map(({ user, lastReadSequence }) => [user!.id, lastReadSequence]).sort()).toEqual(
    [
      [ada.id, 0],
      [bo.id, 1],
    ].sort(),
  );
  expect(await say(bo, room)).toBe('SendMessageSuccess');
  expect(await opened(bo, ada)).toBe(room);
  expect(await rooms(ada, true)).toEqual([]);
  expect(await respond(ada, room, 'ACCEPT')).toMatchObject({ __typename: 'NotFound' });
  expect(await opened(ada, bo)).toBe(room);
  expect(await rooms(bo)).toEqual([[room, null]]);
  expect((await world.run(ada, RoomDocument, { id: room })).chatRoom!.messages.nodes).toHaveLength(2);
});

test('a block and its end bring back nothing that was declined', async () => {
  const [ada, bo] = await strangers();
  const room = await opened(bo, ada);
  await respond(ada, room, 'DECLINE');
  await world.block(bo, ada);
  await world.run(bo, 'mutation($id: ID!) { unblockUser(input: { userId: $id }) { __typename } }', { id: ada.id });
  expect([await rooms(ada), await rooms(ada, true)]).toEqual([[], []]);
  const other = await opened(await world.person(), ada);
  expect(await respond(ada, other, 'BLOCK')).toMatchObject({ room: { id: other } });
  expect((await world.run(ada, RoomDocument, { id: other })).chatRoom!.viewerRights.maySpeak).toBe(false);
});

test('answers are the same twice, and refused to others', async () => {
  const [ada, bo] = await strangers();
  const room = await opened(bo, ada);
  const input = { roomId: room, response: 'ACCEPT' as const, idempotencyKey: 'once' };
  for (let n = 0; n < 2; n++)
    expect((await world.run(ada, RespondToMessageRequestDocument, { input })).respondToMessageRequest).toMatchObject({
      room: { id: room },
    });
  expect(
    (await world.run(ada, RespondToMessageRequestDocument, { input: { ...input, response: 'DECLINE' } })).respondToMessageRequest,
  ).toMatchObject({
    __typename: 'KeyReused',
  });
  // It is a conversation by now.
  expect(await respond(ada, room, 'DECLINE')).toMatchObject({ room: { id: room }, deletedId: null });
  expect(await respond(await world.person(), room, 'ACCEPT')).toMatchObject({ __typename: 'NotFound' });
  const { roomId } = await world.group(ada);
  expect(await respond(ada, roomId, 'ACCEPT')).toMatchObject({ __typename: 'InvalidInput' });
  const visitor = await world.execute(null, print(RespondToMessageRequestDocument), { input });
  expect(visitor.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('only so many strangers can be written to in an hour, at once or one by one; who accepts does not count', async () => {
  const own = await startWorld();
  const bo = await own.person({ registeredAt: NOW.toISOString() });
  const people = await Promise.all(Array.from({ length: 14 }, () => own.person()));
  const write = async (to: Viewer) => (await own.run(bo, OpenDirectRoomDocument, { input: { userId: to.id } })).openDirectRoom.__typename;
  const answers = await Promise.all(people.slice(0, 12).map(write));
  expect(answers.filter((answer) => answer === 'OpenDirectRoomSuccess')).toHaveLength(10);
  expect(answers.filter((answer) => answer === 'TooManyRequests')).toHaveLength(2);
  const waiting = people[answers.indexOf('OpenDirectRoomSuccess')]!;
  await own.run(waiting, OpenDirectRoomDocument, { input: { userId: bo.id } });
  expect([await write(people[12]!), await write(people[13]!)]).toEqual(['OpenDirectRoomSuccess', 'TooManyRequests']);
  own.clock.advance(3_600_000);
  expect(await write(people[13]!)).toBe('OpenDirectRoomSuccess');
});

test('an account that looks like those that programs make writes to fewer strangers, and waits between what it says to many, until that is over', async () => {
  const own = await startWorld();
  const limitedUntil = new Date(own.clock.now().getTime() + 2 * 3_600_000).toISOString();
  const [maker, owner] = [await own.person({ limitedUntil }), await own.person()];
  const write = async () =>
    (await own.run(maker, OpenDirectRoomDocument, { input: { userId: (await own.person()).id } })).openDirectRoom.__typename;
  expect([await write(), await write(), await write()]).toEqual(['OpenDirectRoomSuccess', 'OpenDirectRoomSuccess', 'TooManyRequests']);
  const { roomId } = await own.group(owner, [maker]);
  const speak = async (viewer: Viewer, id = roomId) =>
    (await own.run(viewer, SendMessageDocument, { input: { roomId: id, text: 'hello', clientMessageId: randomUUID() } })).sendMessage;
  expect([(await speak(maker)).__typename, (await speak(owner)).__typename, (await speak(owner)).__typename]).toEqual(
    Array(3).fill('SendMessageSuccess'),
  );
  const speaksAgainAt = new Date(own.clock.now().getTime() + 30_000).toISOString();
  expect(await speak(maker)).toMatchObject({ __typename: 'MayNotSpeak', speaksAgainAt });
  // Whoever has accepted them is written to as by everybody.
  await own.befriend(maker, owner);
  const direct = await own.directRoom(maker, owner);
  expect([(await speak(maker, direct)).__typename, (await speak(maker, direct)).__typename]).toEqual(Array(2).fill('SendMessageSuccess'));
  own.clock.advance(2 * 3_600_000);
  expect([(await speak(maker)).__typename, (await speak(maker)).__typename]).toEqual(Array(2).fill('SendMessageSuccess'));
  expect([await write(), await write(), await write()]).toEqual(Array(3).fill('OpenDirectRoomSuccess'));
});
