import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import {
  AddToRoomDocument,
  ClosePollDocument,
  CreatePollDocument,
  CreateRoomDocument,
  DeleteMessageDocument,
  EditMessageDocument,
  JoinGroupDocument,
  LeaveGroupDocument,
  LeaveRoomDocument,
  ListOfRoomsDocument,
  PinMessageDocument,
  ReactToMessageDocument,
  RemoveFromGroupDocument,
  RemoveFromRoomDocument,
  RespondToMessageRequestDocument,
  RoomStateDocument,
  SearchMessagesDocument,
  SendMessageDocument,
  UpdateGroupDocument,
  UpdateRoomDocument,
  UpdateRoomSettingsDocument,
  type MessagePartsFragment,
} from './generated/documents';
import { Follower } from './followers';
import { after, as, DAY, MESSAGE_ADDED, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const NOBODY = { actor: null, people: [], name: null, messageId: null, event: null, pollId: null };
const state = async (viewer: Viewer, id: string) => (await world.run(viewer, RoomStateDocument, { id })).chatRoom!;
const messagesIn = async (viewer: Viewer, id: string) => (await state(viewer, id)).messages.nodes as MessagePartsFragment[];
/** What a room tells of itself, in order. */
const noticesIn = async (viewer: Viewer, id: string) => (await messagesIn(viewer, id)).flatMap(({ notice }) => notice ?? []);
const ids = (...people: Viewer[]) => people.map(({ id }) => ({ id }));

/** A room of several friends in which something was said. */
async function aRoom(others: number) {
  const owner = await world.person();
  const friends = await Promise.all(Array.from({ length: others }, () => world.person()));
  for (const friend of friends) await world.befriend(owner, friend);
  const { createRoom } = await world.run(owner, CreateRoomDocument, { input: { name: 'Trip', userIds: friends.map(({ id }) => id) } });
  const roomId = as(createRoom, 'CreateRoomSuccess').room.id;
  const first = await world.say(owner, roomId, 'Where to?');
  return { owner, friends, roomId, first };
}

test('a room of several tells who was brought in, left and was sent away, and how it is called now', async () => {
  const { owner, friends, roomId } = await aRoom(2);
  const [bo, cy] = friends as [Viewer, Viewer];
  const [di, ed] = [await world.person(), await world.person()];
  for (const friend of [di, ed]) await world.befriend(owner, friend);
  as((await world.run(owner, AddToRoomDocument, { input: { roomId, userIds: [di.id, ed.id] } })).addToRoom, 'AddToRoomSuccess');
  await world.run(bo, LeaveRoomDocument, { input: { roomId } });
  await world.run(owner, RemoveFromRoomDocument, { input: { roomId, userId: cy.id } });
  await world.run(owner, UpdateRoomDocument, { input: { roomId, name: 'Journey' } });
  await world.run(owner, UpdateRoomDocument, { input: { roomId, name: 'Journey' } });
  expect(await noticesIn(di, roomId)).toEqual([
    { ...NOBODY, kind: 'MEMBERS_JOINED', actor: { id: owner.id }, people: ids(di, ed) },
    { ...NOBODY, kind: 'MEMBER_LEFT', people: ids(bo) },
    { ...NOBODY, kind: 'MEMBER_REMOVED', people: ids(cy) },
    { ...NOBODY, kind: 'ROOM_RENAMED', actor: { id: owner.id }, name: 'Journey' },
  ]);
});

test('a room in which nothing was said yet tells of nothing', async () => {
  const [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
  const { id: groupId, roomId } = await world.group(ada, [bo, cy]);
  await world.run(cy, LeaveGroupDocument, { input: { groupId } });
  expect(await messagesIn(ada, roomId)).toEqual([]);
  expect((await world.say(ada, roomId, 'Hello')).sequence).toBe(1);
});

test('what a stranger answers to a request is told when they come, by accepting or by saying something, and not when they decline', async () => {
  const { owner, roomId } = await aRoom(1);
  const [bo, cy, di] = [await world.person(), await world.person(), await world.person()];
  await world.run(owner, AddToRoomDocument, { input: { roomId, userIds: [bo.id, cy.id, di.id] } });
  expect(await noticesIn(owner, roomId)).toEqual([]);
  await world.run(bo, RespondToMessageRequestDocument, { input: { roomId, response: 'DECLINE' } });
  await world.run(cy, RespondToMessageRequestDocument, { input: { roomId, response: 'ACCEPT' } });
  await world.run(cy, RespondToMessageRequestDocument, { input: { roomId, response: 'ACCEPT' } });
  await world.say(di, roomId, 'Here I am');
  expect(await noticesIn(owner, roomId)).toEqual([
    { ...NOBODY, kind: 'MEMBERS_JOINED', people: ids(cy) },
    { ...NOBODY, kind: 'MEMBERS_JOINED', people: ids(di) },
  ]);
});

test('a group tells in its room who came, left and was removed, how it is called, and of its polls', async () => {
  const [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
  const { id: groupId, roomId } = await world.group(ada, [bo]);
  await world.say(ada, roomId, 'Hello');
  await world.run(cy, JoinGroupDocument, { input: { groupId } });
  await world.run(bo, LeaveGroupDocument, { input: { groupId } });
  await world.run(ada, RemoveFromGroupDocument, { input: { groupId, userId: cy.id } });
  await world.run(ada, UpdateGroupDocument, { input: { groupId, name: 'Chess indoors' } });
  const { createPoll } = await world.run(ada, CreatePollDocument, {
    input: { groupId, question: 'Where?', options: [{ text: 'Here' }, { text: 'There' }] },
  });
  const pollId = as(createPoll, 'CreatePollSuccess').poll.id;
  await world.run(ada, ClosePollDocument, { input: { pollId } });
  await world.run(ada, ClosePollDocument, { input: { pollId } });
  expect(await noticesIn(ada, roomId)).toEqual([
    { ...NOBODY, kind: 'MEMBERS_JOINED', people: ids(cy) },
    { ...NOBODY, kind: 'MEMBER_LEFT', people: ids(bo) },
    { ...NOBODY, kind: 'MEMBER_REMOVED', people: ids(cy) },
    { ...NOBODY, kind: 'ROOM_RENAMED', actor: { id: ada.id }, name: 'Chess indoors' },
    { ...NOBODY, kind: 'POLL_OPENED', actor: { id: ada.id }, pollId },
    { ...NOBODY, kind: 'POLL_CLOSED', pollId },
  ]);
});

test('a group of more than 50 people does not tell of each who comes', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const { id: groupId, roomId } = await world.group(ada, [], { maxMembers: 100 });
  await world.say(ada, roomId, 'Hello');
  await world.sql(
    `INSERT INTO room_members (room_id, user_id, role, joined_at) SELECT $1, gen_random_uuid(), 'MEMBER', now() FROM generate_series(1, 49)`,
    [roomId],
  );
  await world.run(bo, JoinGroupDocument, { input: { groupId } });
  expect(await noticesIn(ada, roomId)).toEqual([]);
});

test('the room of an event tells that it is at another time, called otherwise or called off, and not who comes', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const eventId = await world.event(ada);
  await world.attends(eventId, bo, 'GOING');
  const [{ id: roomId }] = (await world.sql('SELECT id FROM rooms WHERE event_id = $1', [eventId])) as [{ id: string }];
  await world.say(bo, roomId, 'Who else?');
  await world.attends(eventId, await world.person(), 'GOING');
  const moved = { startsAt: after(8 * DAY).toISOString(), endsAt: after(9 * DAY).toISOString() };
  await world.tellEvent(eventId, { creatorId: ada.id, ...moved });
  await world.tellEvent(eventId, { creatorId: ada.id, ...moved, title: 'Jazz in the hall' });
  await world.tellEvent(eventId, { creatorId: ada.id, ...moved, title: 'Jazz in the hall', tags: ['jazz'] });
  for (const title of ['Jazz in the hall', 'Jazz'])
    await world.tellEvent(eventId, { creatorId: ada.id, ...moved, title, status: 'CANCELLED', change: 'CANCELLED' });
  const event = { id: eventId };
  expect(await noticesIn(bo, roomId)).toEqual([
    { ...NOBODY, kind: 'EVENT_CHANGED', event },
    { ...NOBODY, kind: 'EVENT_CHANGED', event, name: 'Jazz in the hall' },
    { ...NOBODY, kind: 'EVENT_CANCELLED', event },
  ]);
});

test('a pin is told once each time it is set, and never a pin that there was', async () => {
  const { owner, friends, roomId, first } = await aRoom(1);
  for (let times = 0; times < 2; times++) await world.run(owner, PinMessageDocument, { input: { messageId: first.id } });
  expect(await noticesIn(friends[0]!, roomId)).toEqual([
    { ...NOBODY, kind: 'MESSAGE_PINNED', actor: { id: owner.id }, messageId: first.id },
  ]);
});

test('a notice is neither unread nor the last message nor found, and cannot be answered, changed, pinned or taken back', async () => {
  const { owner, friends, roomId } = await aRoom(1);
  const [bo] = friends as [Viewer];
  await world.run(owner, UpdateRoomDocument, { input: { roomId, name: 'Zanzibar' } });
  const [listed] = (await world.run(bo, ListOfRoomsDocument, {})).chatRooms.nodes;
  expect(listed).toMatchObject({ unreadCount: 1, lastMessage: { text: 'Where to?' } });
  expect((await world.run(bo, SearchMessagesDocument, { query: 'Zanzibar', roomId })).searchMessages.nodes).toEqual([]);
  const notice = (await messagesIn(owner, roomId)).at(-1)!;
  const tries = [
    [EditMessageDocument, { messageId: notice.id, text: 'No' }, 'NotAllowed'],
    [PinMessageDocument, { messageId: notice.id }, 'NotFound'],
    [ReactToMessageDocument, { messageId: notice.id, emoji: '👍' }, 'NotFound'],
    [SendMessageDocument, { roomId, text: 'To that', clientMessageId: randomUUID(), replyToId: notice.id }, 'InvalidInput'],
    [DeleteMessageDocument, { messageId: notice.id }, 'DeleteMessageSuccess'],
  ] as const;
  for (const [document, input, expected] of tries) {
    const { data } = await world.execute(owner, print(document), { input });
    expect(Object.values(data!)[0]).toMatchObject({ __typename: expected });
  }
  expect((await messagesIn(owner, roomId)).at(-1)).toEqual(notice);
});

test('it comes by both streams in its place, and a client that was away ends as one that never left', async () => {
  const { owner, friends, roomId } = await aRoom(1);
  const [bo] = friends as [Viewer];
  const follower = new Follower(world, bo, roomId);
  await follower.catchUp();
  const stream = await world.subscribe(bo, MESSAGE_ADDED, { roomId });
  await world.run(owner, UpdateRoomDocument, { input: { roomId, name: 'Journey' } });
  await world.say(owner, roomId, 'Now');
  const told = [await stream.next(), await stream.next()].map(({ data }) => (data as { messageAdded: { sequence: number } }).messageAdded);
  await stream.close();
  expect(told.map(({ sequence }) => sequence)).toEqual([2, 3]);
  await follower.catchUp();
  const { messages } = follower.shows();
  expect(messages.map(({ sequence, notice }) => [sequence, (notice as { kind: string } | null)?.kind])).toEqual([
    [1, undefined],
    [2, 'ROOM_RENAMED'],
    [3, undefined],
  ]);
});

test('a block hides in what a room tells who did it and whom it is about', async () => {
  const { owner, friends, roomId } = await aRoom(2);
  const [bo, cy] = friends as [Viewer, Viewer];
  const di = await world.person();
  await world.befriend(owner, di);
  await world.run(owner, AddToRoomDocument, { input: { roomId, userIds: [di.id] } });
  await world.run(cy, LeaveRoomDocument, { input: { roomId } });
  await world.block(bo, owner);
  await world.block(cy, bo);
  expect(await noticesIn(bo, roomId)).toEqual([
    { ...NOBODY, kind: 'MEMBERS_JOINED', people: ids(di) },
    { ...NOBODY, kind: 'MEMBER_LEFT' },
  ]);
  expect(await noticesIn(di, roomId)).toMatchObject([{ actor: { id: owner.id } }, { people: ids(cy) }]);
});

test('a room that keeps messages for some days keeps notices no longer, and an erased person is in none', async () => {
  const { owner, friends, roomId } = await aRoom(2);
  const [bo, cy] = friends as [Viewer, Viewer];
  await world.run(bo, LeaveRoomDocument, { input: { roomId } });
  await world.tell('user.erased', bo.id, { userId: bo.id });
  expect(await noticesIn(cy, roomId)).toEqual([{ ...NOBODY, kind: 'MEMBER_LEFT' }]);
  await world.run(owner, UpdateRoomSettingsDocument, { input: { roomId, keepDays: 1 } });
  world.clock.advance(2 * DAY);
  await world.subgraph.runJob!('expire-messages');
  expect(await messagesIn(cy, roomId)).toMatchObject([
    { sequence: 1, deletedBy: 'RETENTION' },
    { sequence: 2, deletedBy: 'RETENTION', notice: null },
  ]);
});
