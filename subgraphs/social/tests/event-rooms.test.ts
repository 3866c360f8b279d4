import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import {
  BanFromRoomDocument,
  JoinGroupDocument,
  RemoveFromGroupDocument,
  RoomDocument,
  SendMessageDocument,
  SetTypingDocument,
  TypingChangedDocument,
} from './generated/documents';
import { DAY, MESSAGE_ADDED, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const EVENT_ROOM = `query($id: ID!) { _entities(representations: [{ __typename: "Event", id: $id }]) { ... on Event {
  chatRoom { id name kind unreadCount viewerRights { role maySpeak } } } } }`;
const roomOf = async (viewer: Viewer | null, eventId: string) =>
  (await world.run(viewer, EVENT_ROOM, { id: eventId }))._entities[0].chatRoom;
const ban = async (from: Viewer, roomId: string, userId: string) =>
  (await world.run(from, BanFromRoomDocument, { input: { roomId, userId } })).banFromRoom;

test('the organiser and people who are going, maybe going or interested are in the room of a published event, and nobody else', async () => {
  const organiser = await world.person();
  const eventId = await world.event(organiser);
  const people: Record<string, Viewer> = {};
  for (const status of ['GOING', 'MAYBE', 'INTERESTED', 'NOT_GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'CANCELLED'] as const) {
    people[status] = await world.person();
    await world.attends(eventId, people[status], status);
  }
  const rights = await Promise.all([organiser, ...Object.values(people), null].map((viewer) => roomOf(viewer, eventId)));
  expect(rights.map((room) => room?.viewerRights.role ?? null)).toEqual([
    'ORGANISER',
    'GUEST',
    'INTERESTED',
    'INTERESTED',
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(rights[0]).toMatchObject({ name: 'Jazz on the pier', kind: 'EVENT', unreadCount: 0 });
});

test('a draft has no room; its publication opens one for those who are interested already', async () => {
  const [organiser, guest] = [await world.person(), await world.person()];
  const eventId = await world.event(organiser, { status: 'DRAFT', change: 'CREATED' });
  await world.attends(eventId, guest, 'INTERESTED');
  expect([await roomOf(organiser, eventId), await roomOf(guest, eventId)]).toEqual([null, null]);
  await world.tellEvent(eventId, { creatorId: organiser.id });
  expect((await roomOf(guest, eventId)).viewerRights.role).toBe('INTERESTED');
});

test('an attendance that is told before its event opens the room once the event is known', async () => {
  const [organiser, guest] = [await world.person(), await world.person()];
  const eventId = randomUUID();
  await world.attends(eventId, guest, 'GOING');
  expect(await roomOf(guest, eventId)).toBeNull();
  await world.tellEvent(eventId, { creatorId: organiser.id });
  expect((await roomOf(guest, eventId)).viewerRights.role).toBe('GUEST');
});

test('facts that come late, twice and out of order leave the same members', async () => {
  const [organiser, guest] = [await world.person(), await world.person()];
  const eventId = await world.event(organiser);
  await world.attends(eventId, guest, 'NOT_GOING', { version: 3 });
  await world.attends(eventId, guest, 'GOING', { version: 2 });
  await world.attends(eventId, guest, 'INTERESTED', { version: 1 });
  expect(await roomOf(guest, eventId)).toBeNull();
  await world.attends(eventId, guest, 'GOING', { version: 4 });
  await world.attends(eventId, guest, 'GOING', { version: 4 });
  expect((await roomOf(guest, eventId)).viewerRights.role).toBe('GUEST');
  await world.tellEvent(eventId, { version: 9, creatorId: organiser.id, title: 'The new title' });
  await world.tellEvent(eventId, { version: 2, creatorId: organiser.id, title: 'An old title', status: 'DRAFT' });
  expect((await roomOf(guest, eventId)).name).toBe('The new title');
});

test('who may speak follows the life of the event', async () => {
  const own = await startWorld();
  const [organiser, guest, follower] = [await own.person(), await own.person(), await own.person()];
  const eventId = await own.event(organiser);
  await own.attends(eventId, guest, 'GOING');
  await own.attends(eventId, follower, 'INTERESTED');
  const { chatRoom } = (await own.run(guest, EVENT_ROOM, { id: eventId }))._entities[0];
  const speakers = async () => {
    const answers = [];
    for (const person of [organiser, guest, follower]) {
      const input = { roomId: chatRoom.id, text: 'hello', clientMessageId: randomUUID() };
      answers.push((await own.run(person, SendMessageDocument, { input })).sendMessage.__typename);
    }
    return answers;
  };
  const ok = 'SendMessageSuccess';
  expect(await speakers()).toEqual([ok, ok, ok]);
  own.clock.advance(7 * DAY + 3_600_000);
  expect(await speakers()).toEqual([ok, ok, 'MayNotSpeak']);
  own.clock.advance(7 * DAY);
  expect(await speakers()).toEqual([ok, ok, 'MayNotSpeak']);
  own.clock.advance(DAY);
  expect(await speakers()).toEqual([ok, 'MayNotSpeak', 'MayNotSpeak']);
  expect((await own.run(follower, RoomDocument, { id: chatRoom.id })).chatRoom!.viewerRights).toEqual({
    role: 'INTERESTED',
    maySpeak: false,
  });
  const typing = await own.run(follower, SetTypingDocument, { roomId: chatRoom.id, isTyping: true });
  expect(typing.setTyping).toBe(false);
});

test("a cancelled event's room is read by its members, and spoken in by the organiser alone", async () => {
  const [organiser, guest] = [await world.person(), await world.person()];
  const eventId = await world.event(organiser);
  await world.attends(eventId, guest, 'GOING');
  await world.tellEvent(eventId, { creatorId: organiser.id, status: 'CANCELLED', change: 'CANCELLED' });
  const { id, viewerRights } = await roomOf(guest, eventId);
  expect(viewerRights.maySpeak).toBe(false);
  expect((await world.say(organiser, id, 'sorry')).text).toBe('sorry');
});

test('leaving the event, and an answer that is cancelled with its tickets, end the membership and the stream; coming back is possible', async () => {
  const [organiser, guest] = [await world.person(), await world.person()];
  const eventId = await world.event(organiser);
  await world.attends(eventId, guest, 'GOING');
  const { id: roomId } = await roomOf(guest, eventId);
  await world.say(organiser, roomId, 'welcome');

  const endsWith = async (change: () => Promise<unknown>) => {
    const stream = await world.subscribe(guest, MESSAGE_ADDED, { roomId });
    const ended = expect(stream.next()).rejects.toThrow('The stream has ended.');
    await change();
    await ended;
    expect(await roomOf(guest, eventId)).toBeNull();
  };
  await endsWith(() => world.attends(eventId, guest, 'NOT_GOING'));
  await world.attends(eventId, guest, 'GOING');
  expect((await roomOf(guest, eventId)).unreadCount).toBe(0);

  await endsWith(() => world.attends(eventId, guest, 'CANCELLED'));
  await world.attends(eventId, guest, 'GOING');
  expect((await roomOf(guest, eventId)).viewerRights.role).toBe('GUEST');
});

test('a refund decides nothing here: the answer that the guest list makes of it does, whatever time either was given', async () => {
  const organiser = await world.person();
  const eventId = await world.event(organiser);
  const person = await world.person();
  // They said that they are interested while their order, which was never seen paid, was refunded: the guest list leaves that as it is.
  await world.attends(eventId, person, 'INTERESTED');
  world.clock.advance(1_000);
  await world.refund(eventId, person, { orderId: randomUUID() });
  expect((await roomOf(person, eventId)).viewerRights.role).toBe('INTERESTED');
  await world.attends(eventId, person, 'CANCELLED');
  expect(await roomOf(person, eventId)).toBeNull();
});

test('the organiser sends somebody away for good, also when they answer to the event later', async () => {
  const [organiser, guest, other] = [await world.person(), await world.person(), await world.person()];
  const eventId = await world.event(organiser);
  await world.attends(eventId, guest, 'GOING');
  const { id: roomId } = await roomOf(guest, eventId);
  expect(await ban(guest, roomId, organiser.id)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await ban(other, roomId, guest.id)).toMatchObject({ __typename: 'NotFound' });
  const stream = await world.subscribe(guest, MESSAGE_ADDED, { roomId });
  const ended = expect(stream.next()).rejects.toThrow('The stream has ended.');
  expect(await ban(organiser, roomId, guest.id)).toMatchObject({ __typename: 'BanFromRoomSuccess' });
  await ended;
  await world.attends(eventId, guest, 'INTERESTED');
  expect(await roomOf(guest, eventId)).toBeNull();
  await ban(organiser, roomId, other.id);
  await world.attends(eventId, other, 'GOING');
  expect(await roomOf(other, eventId)).toBeNull();
});

test('a person who comes into the room has nothing unread, and reads what was said before', async () => {
  const [organiser, guest] = [await world.person(), await world.person()];
  const eventId = await world.event(organiser);
  const { id: roomId } = await roomOf(organiser, eventId);
  await world.say(organiser, roomId, 'doors at seven');
  await world.attends(eventId, guest, 'GOING');
  const seen = (await world.run(guest, RoomDocument, { id: roomId })).chatRoom!;
  expect(seen).toMatchObject({ unreadCount: 0, lastSequence: 1 });
  expect(seen.messages.nodes[0]!.text).toBe('doors at seven');
});

/** Opens both live streams of the room; the change must end each within a second, and close the room. */
async function endsBoth(person: Viewer, eventId: string, change: () => Promise<unknown>): Promise<void> {
  const { id: roomId } = await roomOf(person, eventId);
  const ends = [];
  for (const query of [MESSAGE_ADDED, print(TypingChangedDocument)]) {
    const stream = await world.subscribe(person, query, { roomId });
    ends.push(expect(stream.next()).rejects.toThrow('The stream has ended.'));
  }
  await change();
  const changed = Date.now();
  await Promise.all(ends);
  expect(Date.now() - changed).toBeLessThan(1_000);
  expect(await roomOf(person, eventId)).toBeNull();
  expect((await world.run(person, RoomDocument, { id: roomId })).chatRoom).toBeNull();
}

test('who is removed from a group leaves the rooms of its events, messages and typing, and comes back with the group (social-curation F1, F2)', async () => {
  const [organiser, member] = [await world.person(), await world.person()];
  const { id: groupId } = await world.group(organiser, [member]);
  const eventId = await world.event(organiser, { visibility: 'GROUP_ONLY', groupId });
  await world.attends(eventId, member, 'GOING');
  await endsBoth(member, eventId, () => world.run(organiser, RemoveFromGroupDocument, { input: { groupId, userId: member.id } }));
  await world.run(organiser, 'mutation($i: InviteToGroupInput!) { inviteToGroup(input: $i) { __typename } }', {
    i: { groupId, userId: member.id },
  });
  await world.run(member, JoinGroupDocument, { input: { groupId } });
  expect((await roomOf(member, eventId)).viewerRights.role).toBe('GUEST');
});

test('an event that becomes one for a group closes its room to everybody else at once (social-curation F1)', async () => {
  const [organiser, member, outsider] = [await world.person(), await world.person(), await world.person()];
  const { id: groupId } = await world.group(organiser, [member]);
  const eventId = await world.event(organiser);
  for (const person of [member, outsider]) await world.attends(eventId, person, 'INTERESTED');
  await endsBoth(outsider, eventId, () => world.tellEvent(eventId, { creatorId: organiser.id, visibility: 'GROUP_ONLY', groupId }));
  expect((await roomOf(member, eventId)).viewerRights.role).toBe('INTERESTED');
  await world.tellEvent(eventId, { creatorId: organiser.id });
  expect((await roomOf(outsider, eventId)).viewerRights.role).toBe('INTERESTED');
});

test('the team of an event and the people of its organisation are organisers of its room, for as long as they are that', async () => {
  const [creator, editor, manager, staff] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const organizationId = randomUUID();
  const join = (person: Viewer, role: string | null, version = 1) =>
    world.tell('organization.member_changed', organizationId, { organizationId, userId: person.id, role, version });
  await join(manager, 'MANAGER');
  const eventId = await world.event(creator, { organizationId, team: [{ userId: editor.id, role: 'EDITOR' }] });
  await join(staff, 'STAFF');
  const roles = async () =>
    Promise.all([creator, editor, manager, staff].map(async (person) => (await roomOf(person, eventId))?.viewerRights.role ?? null));
  // An organisation owns it: who created it has no right of their own.
  expect(await roles()).toEqual([null, 'ORGANISER', 'ORGANISER', 'ORGANISER']);
  await endsBoth(staff, eventId, () => join(staff, null, 2));
  await join(staff, 'STAFF', 1);
  await endsBoth(editor, eventId, () => world.tellEvent(eventId, { creatorId: creator.id, organizationId, team: [] }));
  expect(await roles()).toEqual([null, null, 'ORGANISER', null]);
});

test('a suspended person is in no room of an event, and is again once the suspension ends', async () => {
  const [organiser, guest] = [await world.person(), await world.person()];
  const eventId = await world.event(organiser);
  await world.attends(eventId, guest, 'GOING');
  const present = async () =>
    (await roomOf(organiser, eventId)) && (await world.sql('SELECT 1 FROM room_members WHERE user_id = $1 AND active', [guest.id])).length;
  expect(await present()).toBe(1);
  await endsBoth(guest, eventId, () => world.tellPerson(guest.id, { active: false }));
  expect(await present()).toBe(0);
  await world.tellPerson(guest.id, { active: true });
  expect((await roomOf(guest, eventId)).viewerRights.role).toBe('GUEST');
});

test('a ban is for those who look after the guests, and not for the team; it keeps who wrote it and why', async () => {
  const [owner, editor, door, guest] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const team = [
    { userId: editor.id, role: 'EDITOR' as const },
    { userId: door.id, role: 'DOOR' as const },
  ];
  const eventId = await world.event(owner, { team });
  await world.attends(eventId, guest, 'GOING');
  const { id: roomId } = await roomOf(owner, eventId);
  expect(await ban(door, roomId, guest.id)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await ban(editor, roomId, door.id)).toMatchObject({ __typename: 'NotAllowed' });
  const input = { roomId, userId: guest.id, reason: 'Shouting' };
  expect((await world.run(editor, BanFromRoomDocument, { input })).banFromRoom.__typename).toBe('BanFromRoomSuccess');
  expect(
    await world.sql('SELECT active, banned_by, ban_reason FROM room_members WHERE room_id = $1 AND user_id = $2', [roomId, guest.id]),
  ).toEqual([{ active: false, banned_by: editor.id, ban_reason: 'Shouting' }]);
});

test('an event that is called off after it was published late keeps its room, one that never was has none', async () => {
  const [organiser, guest] = [await world.person(), await world.person()];
  const eventId = randomUUID();
  await world.attends(eventId, guest, 'GOING');
  await world.tellEvent(eventId, { version: 3, creatorId: organiser.id, status: 'CANCELLED', change: 'CANCELLED' });
  expect(await roomOf(guest, eventId)).toBeNull();
  await world.tellEvent(eventId, { version: 2, creatorId: organiser.id });
  expect((await roomOf(guest, eventId)).viewerRights).toEqual({ role: 'GUEST', maySpeak: false });
});
