import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { print, type DocumentNode } from 'graphql';
import {
  AddToRoomDocument,
  CreateRoomDocument,
  LeaveRoomDocument,
  PeopleRoomDocument,
  RemoveFromRoomDocument,
  RespondToMessageRequestDocument,
  RoomChangedDocument,
  RoomDocument,
  RoomsDocument,
  TransferRoomDocument,
  UpdateChatSettingsDocument,
  UpdateRoomDocument,
  UpdateRoomSettingsDocument,
  type PeopleRoomFragment,
} from './generated/documents';
import { as, MESSAGE_ADDED, NOW, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const people = (count: number) => Promise.all(Array.from({ length: count }, () => world.person()));
const friendsOf = async (who: Viewer, count: number) => {
  const friends = await people(count);
  for (const friend of friends) await world.befriend(who, friend);
  return friends;
};
const create = async (
  owner: Viewer,
  others: readonly Viewer[],
  parts: { name?: string; imageUrl?: string; idempotencyKey?: string } = {},
) => (await world.run(owner, CreateRoomDocument, { input: { name: 'Trip', userIds: others.map(({ id }) => id), ...parts } })).createRoom;
const created = async (owner: Viewer, others: readonly Viewer[]) => as(await create(owner, others), 'CreateRoomSuccess').room.id;
const add = async (by: Viewer, roomId: string, others: readonly Viewer[]) =>
  (await world.run(by, AddToRoomDocument, { input: { roomId, userIds: others.map(({ id }) => id) } })).addToRoom;
const leave = async (who: Viewer, roomId: string) => (await world.run(who, LeaveRoomDocument, { input: { roomId } })).leaveRoom;
const remove = async (by: Viewer, roomId: string, who: Viewer) =>
  (await world.run(by, RemoveFromRoomDocument, { input: { roomId, userId: who.id } })).removeFromRoom;
const transfer = async (by: Viewer, roomId: string, to: Viewer) =>
  (await world.run(by, TransferRoomDocument, { input: { roomId, userId: to.id } })).transferRoom;
const respond = async (who: Viewer, roomId: string, response: 'ACCEPT' | 'DECLINE' | 'BLOCK') =>
  (await world.run(who, RespondToMessageRequestDocument, { input: { roomId, response } })).respondToMessageRequest;
const look = async (who: Viewer, id: string) => (await world.run(who, PeopleRoomDocument, { id })).chatRoom;
const rolesIn = (room: PeopleRoomFragment | null) => Object.fromEntries(room!.members.nodes.map(({ user, role }) => [user!.id, role]));
const requests = async (who: Viewer) => (await world.run(who, RoomsDocument, { requests: true })).chatRooms.nodes.map(({ id }) => id);
const kind = (result: { __typename: string }) => result.__typename;
async function outcome(person: Viewer | null, document: DocumentNode, input: Record<string, unknown>): Promise<string> {
  const { data, errors } = await world.execute(person, print(document), { input });
  return errors ? String(errors[0]!.extensions?.code) : (Object.values(data!)[0] as { __typename: string }).__typename;
}

test('friends are in a room of several at once, and speak; nobody else knows of it', async () => {
  const ada = await world.person();
  const [bo, cy] = (await friendsOf(ada, 2)) as [Viewer, Viewer];
  const made = as(await create(ada, [bo, cy], { name: 'Trip', imageUrl: 'https://pictures.example/trip.jpg' }), 'CreateRoomSuccess');
  expect(made).toMatchObject({
    notAdded: [],
    room: { kind: 'PEOPLE', name: 'Trip', imageUrl: 'https://pictures.example/trip.jpg', request: null, otherPerson: null },
  });
  expect(rolesIn(made.room)).toEqual({ [ada.id]: 'OWNER', [bo.id]: 'MEMBER', [cy.id]: 'MEMBER' });
  expect(made.room.viewerRights).toEqual({ role: 'OWNER', maySpeak: true, mayModerate: true, maySetUp: true });
  expect((await look(bo, made.room.id))!.viewerRights).toEqual({ role: 'MEMBER', maySpeak: true, mayModerate: false, maySetUp: false });
  await world.say(bo, made.room.id, 'When do we leave?');
  const { nodes } = (await world.run(cy, RoomsDocument, {})).chatRooms;
  expect(nodes.map(({ id }) => id)).toEqual([made.room.id]);
  expect((await world.run(cy, RoomDocument, { id: made.room.id })).chatRoom).toMatchObject({ unreadCount: 1 });
  expect(await look(await world.person(), made.room.id)).toBeNull();
});

test('a stranger is asked: the room waits among their requests until they accept it, or say something', async () => {
  const [ada, bo, cy, di] = (await people(4)) as [Viewer, Viewer, Viewer, Viewer];
  const room = await created(ada, [bo, cy, di]);
  for (const who of [bo, cy, di]) expect(await requests(who)).toEqual([room]);
  expect((await look(bo, room))!.request).toBe('INCOMING');
  expect(kind(await add(bo, room, [await world.person()]))).toBe('NotAllowed');
  expect(await respond(bo, room, 'ACCEPT')).toMatchObject({ room: { id: room, request: null } });
  await world.say(cy, room, 'Hello');
  expect([await requests(bo), await requests(cy), await requests(di)]).toEqual([[], [], [room]]);
  // What was accepted is left, and not declined.
  expect(await respond(bo, room, 'DECLINE')).toMatchObject({ room: { id: room }, deletedId: null });
});

test('who declines is not in the room any more, nor who blocks the one who brought them; both can be asked anew by others', async () => {
  const [ada, bo, cy] = (await people(3)) as [Viewer, Viewer, Viewer];
  const room = await created(ada, [bo, cy]);
  expect(await respond(bo, room, 'DECLINE')).toMatchObject({ room: null, deletedId: room });
  expect(await respond(cy, room, 'BLOCK')).toMatchObject({ room: null, deletedId: room });
  expect(rolesIn(await look(ada, room))).toEqual({ [ada.id]: 'OWNER' });
  expect(as(await add(ada, room, [bo, cy]), 'AddToRoomSuccess').notAdded).toEqual([cy.id]);
  expect(await requests(bo)).toEqual([room]);
});

test('who is not there, takes no messages from the viewer or is in a block with them is not added; two others in a block read nothing of each other', async () => {
  const [ada, friendly, choosy, blocked, blocker, gone] = (await people(6)) as [Viewer, Viewer, Viewer, Viewer, Viewer, Viewer];
  for (const who of [friendly, choosy])
    await world.run(who, UpdateChatSettingsDocument, { input: { whoMayWrite: who === choosy ? 'FRIENDS' : 'EVERYBODY' } });
  await world.block(ada, blocked);
  await world.block(blocker, ada);
  await world.tellPerson(gone.id, { version: 2, active: false });
  const nobody = { ...ada, id: randomUUID() };
  const made = as(await create(ada, [ada, friendly, choosy, blocked, blocker, gone, nobody]), 'CreateRoomSuccess');
  expect(made.notAdded).toEqual([ada, choosy, blocked, blocker, gone, nobody].map(({ id }) => id));
  expect(Object.keys(rolesIn(made.room)).sort()).toEqual([ada.id, friendly.id].sort());
  expect(kind(await create(ada, [choosy, blocked]))).toBe('NotFound');
  const foe = (await friendsOf(ada, 1))[0]!;
  await world.block(foe, friendly);
  await add(ada, made.room.id, [foe]);
  await world.say(foe, made.room.id, 'not for you');
  const stream = await world.subscribe(friendly, MESSAGE_ADDED, { roomId: made.room.id, since: 0 });
  expect(await stream.next()).toMatchObject({ data: { messageAdded: { sequence: 1, text: null, sender: null } } });
  await stream.close();
});

test('has fifty people at most; who is in it takes no place twice', async () => {
  const ada = await world.person();
  const [bo] = (await friendsOf(ada, 1)) as [Viewer];
  const room = await created(ada, [bo]);
  const crowd = await people(48);
  await world.sql(`INSERT INTO room_members (room_id, user_id, role, joined_at) SELECT $1, unnest($2::uuid[]), 'MEMBER', now()`, [
    room,
    crowd.map(({ id }) => id),
  ]);
  expect([kind(await add(bo, room, [await world.person()])), kind(await add(ada, room, [bo]))]).toEqual([
    'InvalidInput',
    'AddToRoomSuccess',
  ]);
  expect(await outcome(ada, CreateRoomDocument, { name: 'x', userIds: [] })).toBe('InvalidInput');
  expect(await outcome(ada, CreateRoomDocument, { name: 'x', userIds: Array.from({ length: 50 }, () => randomUUID()) })).toBe(
    'InvalidInput',
  );
});

test('when its owner leaves, who has been there longest owns it; with the last it is nobody’s; an owner hands it on', async () => {
  const ada = await world.person();
  const [bo, cy] = (await friendsOf(ada, 2)) as [Viewer, Viewer];
  const stranger = await world.person();
  const room = await created(ada, [stranger]);
  world.clock.advance(1_000);
  await add(ada, room, [bo]);
  world.clock.advance(1_000);
  await add(ada, room, [cy]);
  expect(await leave(ada, room)).toMatchObject({ deletedId: room });
  expect(await look(ada, room)).toBeNull();
  expect(kind(await leave(ada, room))).toBe('NotFound');
  // Who has not accepted it owns nothing.
  expect(rolesIn(await look(bo, room))).toEqual({ [stranger.id]: 'MEMBER', [bo.id]: 'OWNER', [cy.id]: 'MEMBER' });
  expect(kind(await transfer(cy, room, cy))).toBe('NotAllowed');
  expect(kind(await transfer(bo, room, stranger))).toBe('InvalidInput');
  expect(rolesIn(as(await transfer(bo, room, cy), 'TransferRoomSuccess').room)).toMatchObject({ [bo.id]: 'MEMBER', [cy.id]: 'OWNER' });
  await leave(cy, room);
  await leave(bo, room);
  await respond(stranger, room, 'ACCEPT');
  expect(rolesIn(await look(stranger, room))).toEqual({ [stranger.id]: 'OWNER' });
  await leave(stranger, room);
  expect(await world.sql('SELECT 1 FROM room_members WHERE room_id = $1 AND active', [room])).toEqual([]);
});

test('an owner leaves, hands on and another leaves at once, ten times: each room has one owner', async () => {
  for (let round = 0; round < 10; round++) {
    const ada = await world.person();
    const [bo, cy] = (await friendsOf(ada, 2)) as [Viewer, Viewer];
    const room = await created(ada, [bo, cy]);
    await Promise.all([
      leave(ada, room),
      world.execute(ada, print(TransferRoomDocument), { input: { roomId: room, userId: bo.id } }),
      leave(cy, room),
    ]);
    expect(await world.sql(`SELECT role FROM room_members WHERE room_id = $1 AND active`, [room])).toEqual([{ role: 'OWNER' }]);
  }
});

test('only its owner changes it and sends people away, whose streams end; they come back by a request', async () => {
  const ada = await world.person();
  const [bo, cy] = (await friendsOf(ada, 2)) as [Viewer, Viewer];
  const room = await created(ada, [bo, cy]);
  for (const input of [{ roomId: room, name: 'Mine' }]) expect(await outcome(bo, UpdateRoomDocument, input)).toBe('NotAllowed');
  expect(kind(await remove(bo, room, cy))).toBe('NotAllowed');
  expect(kind(await remove(ada, room, ada))).toBe('InvalidInput');
  const told = await world.subscribe(bo, print(RoomChangedDocument), { roomId: room });
  const changed = await world.run(ada, UpdateRoomDocument, { input: { roomId: room, name: 'Trip to the sea' } });
  expect(changed.updateRoom).toMatchObject({ room: { name: 'Trip to the sea', imageUrl: null } });
  expect(await told.next()).toMatchObject({ data: { roomChanged: { __typename: 'RoomSettingsChanged' } } });
  await told.close();
  expect(await outcome(ada, UpdateRoomSettingsDocument, { roomId: room, slowModeSeconds: 5 })).toBe('UpdateRoomSettingsSuccess');
  const stream = await world.subscribe(cy, MESSAGE_ADDED, { roomId: room });
  const ended = expect(stream.next()).rejects.toThrow('The stream has ended.');
  expect(rolesIn(as(await remove(ada, room, cy), 'RemoveFromRoomSuccess').room)).toEqual({ [ada.id]: 'OWNER', [bo.id]: 'MEMBER' });
  await ended;
  await add(bo, room, [cy]);
  expect((await look(cy, room))!.request).toBe('INCOMING');
});

test('an erased owner hands it on, and is named nowhere as who brought others in', async () => {
  const ada = await world.person();
  const [bo, cy] = (await friendsOf(ada, 2)) as [Viewer, Viewer];
  const room = await created(ada, [bo, cy]);
  await world.tell('user.erased', ada.id, { userId: ada.id });
  const roles = Object.values(rolesIn(await look(bo, room))).sort();
  expect(roles).toEqual(['MEMBER', 'OWNER']);
  expect(await world.sql('SELECT 1 FROM room_members WHERE added_by = $1', [ada.id])).toEqual([]);
});

test('rooms and strangers brought into them are counted within an hour, friends are not', async () => {
  const own = await startWorld({ settings: { NEW_ACCOUNT_ROOMS: '3' } });
  const ada = await own.person({ registeredAt: NOW.toISOString() });
  const [bo, ...others] = await Promise.all(Array.from({ length: 4 }, () => own.person()));
  await own.befriend(ada, bo!);
  const make = async (...userIds: string[]) =>
    (await own.run(ada, CreateRoomDocument, { input: { name: 'x', userIds } })).createRoom.__typename;
  expect(await make(bo!.id)).toBe('CreateRoomSuccess');
  expect(await make(...others.map(({ id }) => id))).toBe('TooManyRequests');
  expect(await make(others[0]!.id, bo!.id)).toBe('CreateRoomSuccess');
  expect(await make(bo!.id)).toBe('TooManyRequests');
  own.clock.advance(3_600_000);
  expect(await make(bo!.id)).toBe('CreateRoomSuccess');
});

test('the same key makes one room; other rooms are refused, and visitors', async () => {
  const [ada, bo] = (await people(2)) as [Viewer, Viewer];
  const [first, again] = [await create(ada, [bo], { idempotencyKey: 'k' }), await create(ada, [bo], { idempotencyKey: 'k' })];
  expect(as(again, 'CreateRoomSuccess').room.id).toBe(as(first, 'CreateRoomSuccess').room.id);
  expect(kind(await create(ada, [bo], { idempotencyKey: 'k', name: 'Other' }))).toBe('KeyReused');
  const { roomId } = await world.group(ada, [bo]);
  expect(kind(await add(ada, roomId, [bo]))).toBe('InvalidInput');
  expect(kind(await leave(ada, roomId))).toBe('InvalidInput');
  expect(kind(await leave(await world.person(), as(first, 'CreateRoomSuccess').room.id))).toBe('NotFound');
  const input = { roomId, name: 'x', userId: bo.id, userIds: [bo.id] };
  for (const [document, keys] of [
    [CreateRoomDocument, ['name', 'userIds']],
    [UpdateRoomDocument, ['roomId', 'name']],
    [AddToRoomDocument, ['roomId', 'userIds']],
    [RemoveFromRoomDocument, ['roomId', 'userId']],
    [LeaveRoomDocument, ['roomId']],
    [TransferRoomDocument, ['roomId', 'userId']],
  ] as const)
    expect(await outcome(null, document, Object.fromEntries(keys.map((key) => [key, input[key]])))).toBe('UNAUTHENTICATED');
});
