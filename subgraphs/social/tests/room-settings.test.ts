import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import { Client } from 'pg';
import {
  BanFromRoomDocument,
  EditMessageDocument,
  RoomBansDocument,
  RoomChangedDocument,
  RoomSetUpDocument,
  SendMessageDocument,
  SendMessagesDocument,
  SetGroupRoleDocument,
  UnbanFromRoomDocument,
  UpdateRoomSettingsDocument,
  type UpdateRoomSettingsInput,
} from './generated/documents';
import { as, DAY, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const EVENT_ROOM = `query($id: ID!) { _entities(representations: [{ __typename: "Event", id: $id }]) { ... on Event { chatRoom { id } } } }`;
const roomOf = async (viewer: Viewer, eventId: string): Promise<string | null> =>
  (await world.run(viewer, EVENT_ROOM, { id: eventId }))._entities[0].chatRoom?.id ?? null;
const setUp = async (viewer: Viewer, input: UpdateRoomSettingsInput) =>
  (await world.run(viewer, UpdateRoomSettingsDocument, { input })).updateRoomSettings;
const seen = async (viewer: Viewer, id: string) => (await world.run(viewer, RoomSetUpDocument, { id })).chatRoom!;
const speak = async (viewer: Viewer, roomId: string, text: string) =>
  (await world.run(viewer, SendMessageDocument, { input: { roomId, text, clientMessageId: text } })).sendMessage;
const ban = async (from: Viewer, roomId: string, userId: string, parts: { reason?: string; endsAt?: string } = {}) =>
  (await world.run(from, BanFromRoomDocument, { input: { roomId, userId, ...parts } })).banFromRoom;
const unban = async (from: Viewer, roomId: string, userId: string) =>
  (await world.run(from, UnbanFromRoomDocument, { input: { roomId, userId } })).unbanFromRoom;
const bans = async (viewer: Viewer, roomId: string, page: Record<string, unknown> = {}) =>
  (await world.run(viewer, RoomBansDocument, { roomId, ...page })).roomBans;
const SAID = 'SendMessageSuccess';

const quartet = async () => {
  const [owner, admin, moderator, ada] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const { id: groupId, roomId } = await world.group(owner, [admin, moderator, ada]);
  for (const [userId, role] of [
    [admin.id, 'ADMIN'],
    [moderator.id, 'MODERATOR'],
  ] as const)
    as((await world.run(owner, SetGroupRoleDocument, { input: { groupId, userId, role } })).setGroupRole, 'SetGroupRoleSuccess');
  return { owner, admin, moderator, ada, groupId, roomId };
};
/** An event with a team of each role, and guests. */
const evening = async () => {
  const [organiser, editor, door, guest, interested] = [
    await world.person(),
    await world.person(),
    await world.person(),
    await world.person(),
    await world.person(),
  ];
  const eventId = await world.event(organiser, {
    startsAt: new Date(world.clock.now().getTime() + DAY).toISOString(),
    endsAt: new Date(world.clock.now().getTime() + DAY + 3_600_000).toISOString(),
    team: [
      { userId: organiser.id, role: 'OWNER' },
      { userId: editor.id, role: 'EDITOR' },
      { userId: door.id, role: 'DOOR' },
    ],
  });
  await world.attends(eventId, guest, 'GOING');
  await world.attends(eventId, interested, 'INTERESTED');
  return { organiser, editor, door, guest, interested, eventId, roomId: (await roomOf(guest, eventId))! };
};

describe('who sets a room up', () => {
  test('in a group its owner and admins, in an event its owner and editors; nobody in a room of two, and no stranger', async () => {
    const { owner, admin, moderator, ada, roomId } = await quartet();
    for (const [who, may] of [
      [owner, true],
      [admin, true],
      [moderator, false],
      [ada, false],
    ] as const) {
      expect((await seen(who, roomId)).viewerRights.maySetUp).toBe(may);
      const answer = await setUp(who, { roomId, slowModeSeconds: 10 });
      expect(answer.__typename).toBe(may ? 'UpdateRoomSettingsSuccess' : 'NotAllowed');
    }
    const night = await evening();
    for (const [who, may] of [
      [night.organiser, true],
      [night.editor, true],
      [night.door, false],
      [night.guest, false],
    ] as const) {
      const answer = await setUp(who, { roomId: night.roomId, speakBefore: 'TEAM' });
      expect(answer.__typename).toBe(may ? 'UpdateRoomSettingsSuccess' : 'NotAllowed');
    }
    const direct = await world.directRoom(owner, ada);
    expect(await setUp(owner, { roomId: direct, slowModeSeconds: 10 })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await setUp(await world.person(), { roomId, slowModeSeconds: 10 })).toMatchObject({ __typename: 'NotFound' });
    const { errors } = await world.execute(null, print(UpdateRoomSettingsDocument), { input: { roomId } });
    expect(errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
  });

  test('what is left out stays; what cannot be is refused; a key that was used does nothing more', async () => {
    const { owner, roomId } = await quartet();
    await setUp(owner, { roomId, slowModeSeconds: 30 });
    expect(await setUp(owner, { roomId, announcementsOnly: true })).toMatchObject({
      room: { settings: { slowModeSeconds: 30, announcementsOnly: true } },
    });
    for (const wrong of [{ slowModeSeconds: -1 }, { slowModeSeconds: 21_601 }, { speakLive: 'TEAM' as const }])
      expect(await setUp(owner, { roomId, ...wrong })).toMatchObject({ __typename: 'InvalidInput' });
    await setUp(owner, { roomId, slowModeSeconds: 0, idempotencyKey: 's' });
    await setUp(owner, { roomId, slowModeSeconds: 5 });
    expect(await setUp(owner, { roomId, slowModeSeconds: 0, idempotencyKey: 's' })).toMatchObject({
      room: { settings: { slowModeSeconds: 5 } },
    });
    expect(await setUp(owner, { roomId, slowModeSeconds: 1, idempotencyKey: 's' })).toMatchObject({ __typename: 'KeyReused' });
  });

  test('everybody who follows the room is told', async () => {
    const { owner, ada, roomId } = await quartet();
    const stream = await world.subscribe(ada, print(RoomChangedDocument), { roomId, since: null });
    await setUp(owner, { roomId, announcementsOnly: true });
    expect((await stream.next()).data!.roomChanged).toMatchObject({ __typename: 'RoomSettingsChanged', room: { id: roomId } });
    await setUp(owner, { roomId, announcementsOnly: true });
    await world.say(owner, roomId, 'hear, hear');
    expect((await stream.next()).data!.roomChanged).toMatchObject({ __typename: 'MessageAdded' });
    await stream.close();
  });
});

describe('announcements only', () => {
  test('who looks after the room speaks, the others read and answer with signs; they may not change what they said', async () => {
    const { owner, moderator, ada, roomId } = await quartet();
    const { id: messageId } = await world.say(ada, roomId, 'before');
    await setUp(owner, { roomId, announcementsOnly: true });
    expect(await speak(ada, roomId, 'no')).toMatchObject({ __typename: 'MayNotSpeak', role: 'MEMBER', speaksAgainAt: null });
    expect((await speak(moderator, roomId, 'yes')).__typename).toBe(SAID);
    expect((await world.run(ada, EditMessageDocument, { input: { messageId, text: 'after' } })).editMessage).toMatchObject({
      __typename: 'MayNotSpeak',
    });
    const night = await evening();
    await setUp(night.editor, { roomId: night.roomId, announcementsOnly: true });
    const answers = [];
    for (const who of [night.organiser, night.editor, night.door, night.guest])
      answers.push((await speak(who, night.roomId, `from ${who.id}`)).__typename);
    expect(answers).toEqual([SAID, SAID, 'MayNotSpeak', 'MayNotSpeak']);
  });
});

describe('who speaks before, during and after an event (A16)', () => {
  test('is as its settings say, and its team always', async () => {
    const { organiser, door, guest, interested, roomId } = await evening();
    const settings = { speakBefore: 'TEAM', speakLive: 'EVERYBODY', speakAfter: 'TEAM' } as const;
    await setUp(organiser, { roomId, ...settings });
    expect((await seen(guest, roomId)).settings).toMatchObject(settings);
    let n = 0;
    const speakers = async () => {
      const may = [];
      for (const who of [door, guest, interested]) {
        may.push((await seen(who, roomId)).viewerRights.maySpeak);
        expect((await speak(who, roomId, `${n++}`)).__typename === SAID).toBe(may.at(-1));
      }
      return may;
    };
    expect(await speakers()).toEqual([true, false, false]);
    world.clock.advance(DAY);
    expect(await speakers()).toEqual([true, true, true]);
    world.clock.advance(DAY);
    expect(await speakers()).toEqual([true, false, false]);
  });
});

describe('slow mode', () => {
  test('makes members wait, says until when, and nobody who looks after the room', async () => {
    const { owner, moderator, ada, roomId } = await quartet();
    await setUp(owner, { roomId, slowModeSeconds: 30 });
    expect((await speak(ada, roomId, 'one')).__typename).toBe(SAID);
    const again = new Date(world.clock.now().getTime() + 30_000).toISOString();
    expect(await speak(ada, roomId, 'two')).toMatchObject({ __typename: 'MayNotSpeak', speaksAgainAt: again, retryable: true });
    expect((await seen(ada, roomId)).viewerRights).toMatchObject({ maySpeak: false, speaksAgainAt: again });
    // Said again, it is the same message and not the next one.
    expect(await speak(ada, roomId, 'one')).toMatchObject({ sent: { sequence: 1 } });
    for (const text of ['a', 'b']) expect((await speak(moderator, roomId, text)).__typename).toBe(SAID);
    world.clock.advance(30_000);
    expect((await seen(ada, roomId)).viewerRights).toMatchObject({ maySpeak: true, speaksAgainAt: null });
    expect((await speak(ada, roomId, 'two')).__typename).toBe(SAID);
    await setUp(owner, { roomId, slowModeSeconds: 0 });
    expect((await speak(ada, roomId, 'three')).__typename).toBe(SAID);
  });

  test('stops a queue of messages at the second, with the time at which it goes on', async () => {
    const { owner, ada, roomId } = await quartet();
    await setUp(owner, { roomId, slowModeSeconds: 30 });
    const messages = ['one', 'two'].map((text) => ({ roomId, text, clientMessageId: text }));
    const { sendMessages } = await world.run(ada, SendMessagesDocument, { input: { messages } });
    expect(sendMessages).toMatchObject({ stored: [{ text: 'one' }], stoppedBy: { __typename: 'MayNotSpeak' } });
  });

  test('lets one of two through that somebody says at once, though both have read that they need not wait', async () => {
    const { owner, ada, roomId } = await quartet();
    await setUp(owner, { roomId, slowModeSeconds: 30 });
    const client = new Client(world.databaseUrl);
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM rooms WHERE id = $1 FOR NO KEY UPDATE', [roomId]);
    const said = ['1', '2'].map((text) => speak(ada, roomId, text));
    // Both wait for the room.
    for (let waiting = 0; waiting < 2;) {
      const { rows } = await client.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.datname = current_database()`,
      );
      waiting = rows[0]!.n;
    }
    await client.query('COMMIT');
    await client.end();
    const answers = (await Promise.all(said)).map(({ __typename }) => __typename);
    expect(answers.filter((type) => type === SAID)).toHaveLength(1);
    expect(answers.filter((type) => type === 'MayNotSpeak')).toHaveLength(1);
  });

  test('and a room that is made for announcements while somebody waits to speak lets nothing more through', async () => {
    const { ada, roomId } = await quartet();
    const client = new Client(world.databaseUrl);
    await client.connect();
    await client.query('BEGIN');
    await client.query('UPDATE rooms SET announcements_only = true WHERE id = $1', [roomId]);
    const said = speak(ada, roomId, 'too late');
    for (let waiting = 0; waiting < 1;) {
      const { rows } = await client.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.datname = current_database()`,
      );
      waiting = rows[0]!.n;
    }
    await client.query('COMMIT');
    await client.end();
    expect(await said).toMatchObject({ __typename: 'MayNotSpeak' });
  });
});

describe("bans from an event's room", () => {
  test('are listed with reason, end and by whom, last first, for who looks after the room alone', async () => {
    const { organiser, editor, door, guest, interested, roomId } = await evening();
    const endsAt = new Date(world.clock.now().getTime() + DAY).toISOString();
    await ban(organiser, roomId, guest.id, { reason: 'Shouts', endsAt });
    await ban(editor, roomId, interested.id);
    const first = await bans(organiser, roomId, { first: 1 });
    const second = await bans(editor, roomId, { first: 1, after: first!.pageInfo.endCursor });
    expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    expect([...first!.nodes, ...second!.nodes]).toEqual(
      expect.arrayContaining([
        { user: { id: guest.id }, bannedBy: { id: organiser.id }, reason: 'Shouts', bannedAt: expect.any(String), endsAt },
        { user: { id: interested.id }, bannedBy: { id: editor.id }, reason: null, bannedAt: expect.any(String), endsAt: null },
      ]),
    );
    expect(second!.pageInfo.hasNextPage).toBe(false);
    for (const other of [door, guest, await world.person()]) expect(await bans(other, roomId)).toBeNull();
    await ban(editor, roomId, guest.id, { reason: 'Shouts again' });
    expect((await bans(organiser, roomId))!.nodes.find(({ user }) => user!.id === guest.id)).toMatchObject({
      reason: 'Shouts again',
      bannedBy: { id: editor.id },
      endsAt: null,
    });
  });

  test('end by themselves: who is still going is in the room again, who is not is free to come', async () => {
    const { organiser, guest, interested, eventId, roomId } = await evening();
    const endsAt = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
    await ban(organiser, roomId, guest.id, { endsAt });
    await ban(organiser, roomId, interested.id, { endsAt });
    await world.attends(eventId, interested, 'NOT_GOING');
    expect([await roomOf(guest, eventId), await roomOf(interested, eventId)]).toEqual([null, null]);
    await world.subgraph.runJob!('end-room-bans');
    expect(await roomOf(guest, eventId)).toBeNull();
    world.clock.advance(3_600_000);
    expect((await bans(organiser, roomId))!.nodes).toEqual([]);
    await world.subgraph.runJob!('end-room-bans');
    expect([await roomOf(guest, eventId), await roomOf(interested, eventId)]).toEqual([roomId, null]);
    await world.attends(eventId, interested, 'GOING');
    expect(await roomOf(interested, eventId)).toBe(roomId);
  });

  test('are lifted by who looks after the room; twice is once; one that was made longer does not end', async () => {
    const { organiser, door, guest, eventId, roomId } = await evening();
    const endsAt = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
    await ban(organiser, roomId, guest.id, { endsAt });
    expect(await unban(door, roomId, guest.id)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await unban(guest, roomId, guest.id)).toMatchObject({ __typename: 'NotFound' });
    for (let n = 0; n < 2; n++) expect((await unban(organiser, roomId, guest.id)).__typename).toBe('UnbanFromRoomSuccess');
    expect(await roomOf(guest, eventId)).toBe(roomId);
    await ban(organiser, roomId, guest.id, { endsAt });
    await ban(organiser, roomId, guest.id);
    world.clock.advance(3_600_000);
    await world.subgraph.runJob!('end-room-bans');
    expect(await roomOf(guest, eventId)).toBeNull();
    const past = new Date(world.clock.now().getTime() - 1).toISOString();
    expect(await ban(organiser, roomId, guest.id, { endsAt: past })).toMatchObject({ __typename: 'InvalidInput' });
  });
});
