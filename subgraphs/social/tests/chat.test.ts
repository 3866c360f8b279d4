import type { Viewer } from '@marquee/platform';
import {
  GroupDocument,
  MarkReadDocument,
  OpenDirectRoomDocument,
  RoomDocument,
  SendMessageDocument,
  SetTypingDocument,
  TypingChangedDocument,
  type SendMessageInput,
} from './generated/documents';
import { print } from 'graphql';
import { Client } from 'pg';
import { as, MESSAGE_ADDED, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const find = async (viewer: Viewer | null, id: string) => (await world.run(viewer, RoomDocument, { id })).chatRoom;
const room = async (viewer: Viewer, id: string) => (await find(viewer, id))!;
const markRead = async (viewer: Viewer, roomId: string, sequence: number) =>
  (await world.run(viewer, MarkReadDocument, { input: { roomId, sequence } })).markRead;
const send = async (viewer: Viewer, input: SendMessageInput) => (await world.run(viewer, SendMessageDocument, { input })).sendMessage;
const trio = async () => {
  const people = [await world.person(), await world.person(), await world.person()] as const;
  const group = await world.group(people[0], people.slice(1));
  return { people, roomId: group.roomId };
};

test('what is said is numbered without holes and read by the members in order (S28, S40)', async () => {
  const { people, roomId } = await trio();
  for (const [n, person] of people.entries()) {
    const sent = await world.say(person, roomId, `message ${n + 1}`);
    expect(sent).toMatchObject({ sequence: n + 1, text: `message ${n + 1}`, sender: { id: person.id } });
  }
  const seen = await room(people[1], roomId);
  expect(seen.messages.nodes.map((message) => message.sequence)).toEqual([1, 2, 3]);
  expect(seen.name).toBe('Chess in the park');
});

test('a re-send with the same clientMessageId is the same message; with another text it is refused', async () => {
  const { people, roomId } = await trio();
  const first = await world.say(people[0], roomId, 'hello', 'a');
  const again = await world.say(people[0], roomId, 'hello', 'a');
  expect(again).toEqual(first);
  expect(await send(people[0], { roomId, text: 'goodbye', clientMessageId: 'a' })).toMatchObject({ __typename: 'KeyReused' });
  expect((await world.say(people[1], roomId, 'hello', 'a')).sequence).toBe(2);
  expect((await world.say(people[0], roomId, 'next', 'b')).sequence).toBe(3);
});

test('messages that waited for each other have times in the order of their numbers', async () => {
  const { people, roomId } = await trio();
  const other = new Client(world.databaseUrl);
  await other.connect();
  await other.query('BEGIN');
  await other.query('SELECT 1 FROM rooms WHERE id = $1 FOR UPDATE', [roomId]);
  const saying = world.say(people[0], roomId, 'waited');
  await new Promise((resolve) => setTimeout(resolve, 300));
  world.clock.advance(60_000);
  const freed = world.clock.now();
  await other.query('COMMIT');
  await other.end();
  await saying;
  const [row] = await world.sql<{ sent: Date; last: Date }>(
    'SELECT m.sent_at AS sent, r.last_message_at AS last FROM messages m JOIN rooms r ON r.id = m.room_id WHERE r.id = $1',
    [roomId],
  );
  expect(row).toEqual({ sent: freed, last: freed });
});

test('what is unread follows from what was read, never goes back and never beyond the newest message', async () => {
  const { people, roomId } = await trio();
  for (let n = 0; n < 4; n++) await world.say(people[0], roomId, `message ${n}`);
  expect((await room(people[0], roomId)).unreadCount).toBe(0);
  expect((await room(people[1], roomId)).unreadCount).toBe(4);
  expect(await markRead(people[1], roomId, 3)).toMatchObject({ room: { id: roomId, unreadCount: 1 } });
  expect(await markRead(people[1], roomId, 1)).toMatchObject({ room: { unreadCount: 1 } });
  expect(await markRead(people[1], roomId, 1_000_000)).toMatchObject({ room: { unreadCount: 0 } });
  await world.say(people[0], roomId, 'one more');
  expect((await room(people[1], roomId)).unreadCount).toBe(1);
  const members = (await room(people[2], roomId)).members.nodes;
  expect(members.find((member) => member.user!.id === people[1].id)!.lastReadSequence).toBe(4);
});

test('messages come in pages from the end, and a cursor of another room is refused', async () => {
  const { people, roomId } = await trio();
  const other = await trio();
  for (let n = 1; n <= 7; n++) await world.say(people[0], roomId, `message ${n}`);
  await world.say(other.people[0], other.roomId, 'elsewhere');
  const query = `query($id: ID!, $before: String) { chatRoom(id: $id) { messages(last: 3, before: $before) {
    nodes { sequence } pageInfo { hasPreviousPage startCursor } } } }`;
  const seen: number[][] = [];
  let before: string | null = null;
  do {
    const answer = await world.run(people[1], query, { id: roomId, before });
    const page: { nodes: { sequence: number }[]; pageInfo: { hasPreviousPage: boolean; startCursor: string } } = answer.chatRoom.messages;
    seen.push(page.nodes.map((node) => node.sequence));
    before = page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null;
  } while (before);
  expect(seen).toEqual([[5, 6, 7], [2, 3, 4], [1]]);
  const foreign = (await world.run(other.people[0], query, { id: other.roomId })).chatRoom.messages.pageInfo.startCursor;
  const refused = await world.execute(people[1], query, { id: roomId, before: foreign });
  expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'before' });
  const huge = Buffer.from(JSON.stringify([`messages:${roomId}`, 1e12])).toString('base64url');
  expect((await world.execute(people[1], query, { id: roomId, before: huge })).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('a stranger reaches a room by no path', async () => {
  const { people, roomId } = await trio();
  const message = await world.say(people[0], roomId, 'between us');
  const stranger = await world.person();
  for (const viewer of [stranger, null]) {
    expect(await find(viewer, roomId)).toBeNull();
    const room_ = await world.entity(viewer, { __typename: 'ChatRoom', id: roomId }, '{ id name messages(first: 5) { nodes { text } } }');
    const message_ = await world.entity(viewer, { __typename: 'Message', id: message.id }, '{ id text room { id } }');
    for (const answer of [room_, message_]) expect(JSON.stringify(answer)).not.toMatch(/between us|Chess/);
  }
  expect(await send(stranger, { roomId, text: 'let me in', clientMessageId: '1' })).toMatchObject({
    __typename: 'NotFound',
    code: 'NOT_FOUND',
  });
  expect(await markRead(stranger, roomId, 1)).toMatchObject({ code: 'NOT_FOUND' });
  await expect(world.subscribe(stranger, MESSAGE_ADDED, { roomId, since: 0 })).rejects.toThrow('NOT_FOUND');
  await expect(world.subscribe(stranger, print(TypingChangedDocument), { roomId })).rejects.toThrow('NOT_FOUND');
  await expect(world.subscribe(null, MESSAGE_ADDED, { roomId })).rejects.toThrow('UNAUTHENTICATED');
  expect((await world.run(stranger, SetTypingDocument, { roomId, isTyping: true })).setTyping).toBe(false);
  expect((await world.run(stranger, GroupDocument, { id: (await groupOf(roomId)).id })).group).toMatchObject({ chatRoom: null });
});

const groupOf = async (roomId: string) =>
  (await world.sql('SELECT group_id AS id FROM rooms WHERE id = $1', [roomId]))[0] as { id: string };

test('two people have one room, also when both open it at once (S40)', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const tryToOpen = async (from: Viewer, to: Viewer) =>
    (await world.run(from, OpenDirectRoomDocument, { input: { userId: to.id } })).openDirectRoom;
  const open = async (from: Viewer, to: Viewer) => as(await tryToOpen(from, to), 'OpenDirectRoomSuccess').room;
  const opened = await Promise.all([open(ada, bo), open(bo, ada), open(ada, bo), open(bo, ada)]);
  const ids = new Set(opened.map(({ id }) => id));
  expect(ids.size).toBe(1);
  expect(opened[0]).toMatchObject({ kind: 'DIRECT', otherPerson: { id: bo.id } });
  const [roomId] = [...ids] as [string];
  await world.say(ada, roomId, 'hi');
  expect((await room(bo, roomId)).unreadCount).toBe(1);
  expect((await tryToOpen(ada, ada)).__typename).toBe('InvalidInput');
});

test("the viewer's rooms come last spoken in first, with their last message", async () => {
  const [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
  const first = await world.directRoom(ada, bo);
  world.clock.advance(1_000);
  const second = await world.directRoom(ada, cy);
  const rooms = async () =>
    (await world.run(ada, '{ chatRooms(first: 5, kind: DIRECT) { nodes { id unreadCount lastMessage { text } } } }')).chatRooms.nodes;
  expect((await rooms()).map((one: { id: string }) => one.id)).toEqual([second, first]);
  world.clock.advance(1_000);
  await world.say(bo, first, 'news');
  expect(await rooms()).toEqual([
    { id: first, unreadCount: 1, lastMessage: { text: 'news' } },
    { id: second, unreadCount: 0, lastMessage: null },
  ]);
});

test('what cannot be a message is refused by the field that is wrong', async () => {
  const { people, roomId } = await trio();
  const sendWith = (input: Partial<SendMessageInput>) => send(people[0], { roomId, text: 'x', clientMessageId: 'x', ...input });
  expect(await sendWith({ text: '   ' })).toMatchObject({ __typename: 'InvalidInput', message: expect.stringContaining('text') });
  expect(await sendWith({ text: 'a'.repeat(4_001) })).toMatchObject({ __typename: 'InvalidInput' });
  expect(await sendWith({ text: 'bell \u0007' })).toMatchObject({ __typename: 'InvalidInput' });
  expect(await sendWith({ clientMessageId: '' })).toMatchObject({
    __typename: 'InvalidInput',
    message: expect.stringContaining('clientMessageId'),
  });
  expect(await sendWith({ roomId: 'r1' })).toMatchObject({ __typename: 'InvalidInput' });
  expect((await room(people[0], roomId)).lastSequence).toBe(0);
});

test('members of a room hear of a message through message.sent, except those in a block with its sender', async () => {
  const { people, roomId } = await trio();
  await world.block(people[1], people[0]);
  const message = await world.say(people[0], roomId, 'hello');
  const facts = await world.sql(`SELECT payload FROM outbox WHERE topic = 'message.sent' AND key = $1`, [roomId]);
  expect(facts.map(({ payload }) => payload)).toEqual([
    {
      messageId: message.id,
      roomId,
      roomName: 'Chess in the park',
      roomKind: 'GROUP',
      isRequest: false,
      sequence: 1,
      senderId: people[0].id,
      recipientIds: [people[2].id],
    },
  ]);
});

test('what is said is kept as it is written, and something of it must be seen (bug-reports-domain F25)', async () => {
  const { people, roomId } = await trio();
  const text = '    indented\n\tcode\n';
  expect((await world.say(people[0], roomId, text)).text).toBe(text);
  for (const unseen of [' \n\t', '\u200b\u2060', '\u3164'])
    expect(await send(people[0], { roomId, text: unseen, clientMessageId: unseen })).toMatchObject({
      __typename: 'InvalidInput',
      message: expect.stringContaining('text'),
    });
});

test('that somebody has read further is told, and nothing else', async () => {
  const { people, roomId } = await trio();
  for (const text of ['one', 'two', 'three']) await world.say(people[0], roomId, text);
  for (const sequence of [2, 1, 2, 9]) await markRead(people[1], roomId, sequence);
  const told = await world.sql(`SELECT payload FROM outbox WHERE topic = 'room.read' AND key = $1 ORDER BY sequence`, [roomId]);
  expect(told.map(({ payload }) => payload)).toEqual([2, 3].map((sequence) => ({ roomId, userId: people[1].id, sequence })));
});

test('whoever has said it does not write it any more (social-curation F12)', async () => {
  // Nothing else ends it so soon.
  const patient = await startWorld({ settings: { TYPING_LASTS_MS: '600000' } });
  const [ann, ben] = [await patient.person(), await patient.person()];
  const { roomId } = await patient.group(ann, [ben]);
  const stream = await patient.subscribe(ben, print(TypingChangedDocument), { roomId });
  const next = async () => (await stream.next()).data!.typingChanged;
  await patient.run(ann, SetTypingDocument, { roomId, isTyping: true });
  expect(await next()).toEqual({ user: { id: ann.id }, isTyping: true });
  await patient.say(ann, roomId, 'said');
  expect(await next()).toEqual({ user: { id: ann.id }, isTyping: false });
});
