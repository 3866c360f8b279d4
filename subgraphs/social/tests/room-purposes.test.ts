import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import {
  ArchiveGroupDocument,
  GroupRoomsDocument,
  LeaveGroupDocument,
  OpenRoomDocument,
  RemoveFromGroupDocument,
  RoomDocument,
  SendMessageDocument,
  SetGroupRoleDocument,
  type ChatRoomPurpose,
  type GroupRole,
} from './generated/documents';
import { as, MESSAGE_ADDED, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

type Owner = { eventId: string } | { groupId: string };
const open = async (who: Viewer, owner: Owner, purpose: ChatRoomPurpose, idempotencyKey: string | null = null) =>
  (await world.run(who, OpenRoomDocument, { input: { ...owner, purpose, idempotencyKey } })).openRoom;
const opened = async (who: Viewer, owner: Owner, purpose: ChatRoomPurpose) =>
  as(await open(who, owner, purpose), 'OpenRoomSuccess').room.id;
const kind = (result: { __typename: string }) => result.__typename;
/** Who of these people is in the room. */
const inRoom = async (roomId: string, people: Record<string, Viewer>) => {
  const inside = await world.sql<{ userId: string }>('SELECT user_id AS "userId" FROM room_members WHERE room_id = $1 AND active', [
    roomId,
  ]);
  const ids = new Set(inside.map(({ userId }) => userId));
  return Object.keys(people).filter((name) => ids.has(people[name]!.id));
};
const speaks = async (who: Viewer, roomId: string) =>
  kind((await world.run(who, SendMessageDocument, { input: { roomId, text: 'hello', clientMessageId: who.id } })).sendMessage);
const rank = (by: Viewer, groupId: string, who: Viewer, role: GroupRole) =>
  world.run(by, SetGroupRoleDocument, { input: { groupId, userId: who.id, role } });
const EVENT_ROOMS = `query ($event: [_Any!]!) { _entities(representations: $event) { ... on Event { chatRooms { id purpose event { id } } } } }`;
const roomsOfEvent = async (who: Viewer | null, id: string) =>
  (await world.execute(who, EVENT_ROOMS, { event: [{ __typename: 'Event', id }] })).data!._entities[0].chatRooms as { purpose: string }[];

describe('rooms of a group (S38)', () => {
  test('backstage holds those who run it, as they come and go; announcements all members, and only who looks after it speaks', async () => {
    const people = { owner: await world.person(), admin: await world.person(), member: await world.person(), late: await world.person() };
    const { owner, admin, member, late } = people;
    const { id: groupId } = await world.group(owner, [admin, member]);
    await rank(owner, groupId, admin, 'ADMIN');
    const [backstage, announcements] = [await opened(admin, { groupId }, 'BACKSTAGE'), await opened(owner, { groupId }, 'ANNOUNCEMENTS')];
    expect(await inRoom(backstage, people)).toEqual(['owner', 'admin']);
    expect(await inRoom(announcements, people)).toEqual(['owner', 'admin', 'member']);
    expect([await speaks(owner, announcements), await speaks(member, announcements)]).toEqual(['SendMessageSuccess', 'MayNotSpeak']);
    const { group } = await world.run(member, GroupRoomsDocument, { id: groupId });
    expect(group!.chatRooms.map(({ purpose }) => purpose)).toEqual(['MAIN', 'ANNOUNCEMENTS']);
    await world.run(late, 'mutation($id: ID!) { joinGroup(input: { groupId: $id }) { __typename } }', { id: groupId });
    await rank(owner, groupId, member, 'MODERATOR');
    expect([await inRoom(backstage, people), await inRoom(announcements, people)]).toEqual([
      ['owner', 'admin', 'member'],
      ['owner', 'admin', 'member', 'late'],
    ]);
    const stream = await world.subscribe(member, MESSAGE_ADDED, { roomId: backstage });
    const ended = expect(stream.next()).rejects.toThrow('The stream has ended.');
    await rank(owner, groupId, member, 'MEMBER');
    await ended;
    expect((await world.run(member, RoomDocument, { id: backstage })).chatRoom).toBeNull();
    await world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: late.id } });
    expect([await inRoom(backstage, people), await inRoom(announcements, people)]).toEqual([
      ['owner', 'admin'],
      ['owner', 'admin', 'member'],
    ]);
    // The admin gets the group, and with it gone the member does.
    await world.run(owner, LeaveGroupDocument, { input: { groupId } });
    await world.run(admin, LeaveGroupDocument, { input: { groupId } });
    expect(await inRoom(backstage, people)).toEqual(['member']);
  });

  test('for its owner and admins, once each, also at once, and not when it is archived', async () => {
    const [owner, member, stranger] = [await world.person(), await world.person(), await world.person()];
    const { id: groupId } = await world.group(owner, [], { privacy: 'PRIVATE' });
    const answers = await Promise.all([1, 2, 3].map(() => open(owner, { groupId }, 'BACKSTAGE')));
    expect(new Set(answers.map((answer) => as(answer, 'OpenRoomSuccess').room.id)).size).toBe(1);
    expect(kind(await open(stranger, { groupId }, 'ANNOUNCEMENTS'))).toBe('NotFound');
    expect(kind(await open(owner, { groupId }, 'MAIN'))).toBe('InvalidInput');
    expect(kind(await open(owner, { groupId, eventId: groupId }, 'BACKSTAGE'))).toBe('InvalidInput');
    await world.run(owner, ArchiveGroupDocument, { input: { groupId, archived: true } });
    expect([kind(await open(owner, { groupId }, 'BACKSTAGE')), kind(await open(owner, { groupId }, 'ANNOUNCEMENTS'))]).toEqual([
      'OpenRoomSuccess',
      'NotAllowed',
    ]);
    const { id } = await world.group(owner, [member]);
    expect(kind(await open(member, { groupId: id }, 'BACKSTAGE'))).toBe('NotAllowed');
    await open(owner, { groupId: id }, 'BACKSTAGE', 'k');
    expect(kind(await open(owner, { groupId: id }, 'ANNOUNCEMENTS', 'k'))).toBe('KeyReused');
    const { errors } = await world.execute(null, print(OpenRoomDocument), { input: { groupId, purpose: 'BACKSTAGE' } });
    expect(errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
  });
});

describe('rooms of an event (A16)', () => {
  test('backstage holds its team, before it is published too; announcements its guests; both follow the facts', async () => {
    const people = { organiser: await world.person(), door: await world.person(), guest: await world.person() };
    const { organiser, door, guest } = people;
    const team = [{ userId: door.id, role: 'DOOR' as const }];
    const eventId = await world.event(organiser, { status: 'DRAFT', change: 'CREATED', team });
    expect([kind(await open(guest, { eventId }, 'BACKSTAGE')), kind(await open(door, { eventId }, 'BACKSTAGE'))]).toEqual([
      'NotFound',
      'NotAllowed',
    ]);
    const backstage = await opened(organiser, { eventId }, 'BACKSTAGE');
    expect(await inRoom(backstage, people)).toEqual(['organiser', 'door']);
    expect(await roomsOfEvent(door, eventId)).toMatchObject([{ id: backstage, purpose: 'BACKSTAGE', event: { id: eventId } }]);
    await world.tellEvent(eventId, { creatorId: organiser.id, team });
    const announcements = await opened(organiser, { eventId }, 'ANNOUNCEMENTS');
    await world.attends(eventId, guest, 'GOING');
    expect([await inRoom(backstage, people), await inRoom(announcements, people)]).toEqual([
      ['organiser', 'door'],
      ['organiser', 'door', 'guest'],
    ]);
    expect(kind(await open(guest, { eventId }, 'BACKSTAGE'))).toBe('NotAllowed');
    expect([await speaks(organiser, announcements), await speaks(door, announcements), await speaks(guest, announcements)]).toEqual([
      'SendMessageSuccess',
      'MayNotSpeak',
      'MayNotSpeak',
    ]);
    expect((await roomsOfEvent(guest, eventId)).map(({ purpose }) => purpose)).toEqual(['MAIN', 'ANNOUNCEMENTS']);
    expect(await roomsOfEvent(null, eventId)).toEqual([]);
    await world.attends(eventId, guest, 'NOT_GOING');
    await world.tellEvent(eventId, { creatorId: organiser.id });
    expect([await inRoom(backstage, people), await inRoom(announcements, people)]).toEqual([['organiser'], ['organiser']]);
    // Once it is called off its team alone speaks, and still has its own room.
    await world.tellEvent(eventId, { creatorId: organiser.id, status: 'CANCELLED', change: 'CANCELLED' });
    expect(await speaks(organiser, backstage)).toBe('SendMessageSuccess');
  });
});
