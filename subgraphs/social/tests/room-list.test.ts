import type { Viewer } from '@marquee/platform';
import { eventually } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  EditMessageDocument,
  DeleteMessageDocument,
  JoinGroupDocument,
  LeaveGroupDocument,
  ListOfRoomsDocument,
  MarkReadDocument,
  MarkUnreadDocument,
  OpenDirectRoomDocument,
  ReactToMessageDocument,
  RemoveFromGroupDocument,
  RoomsChangedDocument,
  SendMessageDocument,
  SetRoomNotificationsDocument,
  SyncDocument,
  UnblockUserDocument,
  UpdateGroupDocument,
  type RoomsChangedSubscription,
} from './generated/documents';
import { as, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const ROOMS_CHANGED = print(RoomsChangedDocument);
type Told = RoomsChangedSubscription['roomsChanged'];
const list = async (viewer: Viewer) => (await world.run(viewer, ListOfRoomsDocument, {})).chatRooms.nodes;

/**
 * Waits until every transaction has ended that began before: a cursor is the oldest one under way, of other databases of the server, too, and what is
 * not older than it is told again.
 */
async function settled(): Promise<void> {
  const [{ mine }] = (await world.sql('SELECT pg_current_xact_id()::text AS mine')) as [{ mine: string }];
  await eventually(async () => {
    const [{ oldest }] = (await world.sql('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS oldest')) as [{ oldest: string }];
    expect(BigInt(oldest)).toBeGreaterThan(BigInt(mine));
  });
}

/** An app that shows a list of rooms by what it is told. */
const listening = async (viewer: Viewer, since: string | null = null) => {
  const stream = await world.subscribe(viewer, ROOMS_CHANGED, { since });
  const next = async () => (await stream.next()).data!.roomsChanged as Told;
  return { first: await next(), next, close: () => stream.close() };
};
/** Events until one tells what is looked for; what comes before it is of the same list. */
const until = async (next: () => Promise<Told>, is: (told: Told) => boolean): Promise<Told> => {
  for (;;) {
    const told = await next();
    if (is(told)) return told;
  }
};
const withRoom = (id: string, is: (room: Told['rooms'][number]) => boolean) => (told: Told) =>
  told.rooms.some((room) => room.id === id && is(room));
const trio = async () => {
  const [owner, ada, bo] = [await world.person(), await world.person(), await world.person()];
  return { owner, ada, bo, ...(await world.group(owner, [ada, bo])) };
};

describe('the list of rooms, live (S37, A15)', () => {
  test('begins with a cursor, and tells each room with what is unread, who is named and the last message', async () => {
    const { ada, bo, roomId } = await trio();
    const app = await listening(bo);
    expect(app.first).toMatchObject({ rooms: [], goneIds: [], cursor: expect.stringMatching(/^\d+$/) });
    await world.say(ada, roomId, 'one');
    expect(await app.next()).toMatchObject({ rooms: [{ id: roomId, unreadCount: 1, mentionCount: 0, lastMessage: { text: 'one' } }] });
    const input = { roomId, text: 'two, bo', clientMessageId: 'two', mentionedUserIds: [bo.id] };
    const { sent } = as((await world.run(ada, SendMessageDocument, { input })).sendMessage, 'SendMessageSuccess');
    expect(await app.next()).toMatchObject({ rooms: [{ unreadCount: 2, mentionCount: 1, lastMessage: { text: 'two, bo' } }] });
    await world.run(ada, EditMessageDocument, { input: { messageId: sent.id, text: 'two' } });
    expect(await app.next()).toMatchObject({ rooms: [{ unreadCount: 2, mentionCount: 0, lastMessage: { text: 'two' } }] });
    await world.run(ada, DeleteMessageDocument, { input: { messageId: sent.id } });
    expect(await app.next()).toMatchObject({ rooms: [{ unreadCount: 1, lastMessage: { text: 'one' } }] });
    await world.run(bo, MarkReadDocument, { input: { roomId, sequence: 2 } });
    expect(await app.next()).toMatchObject({ rooms: [{ unreadCount: 0, viewerState: { lastReadSequence: 2 } }] });
    await app.close();
  });

  test('tells nothing of signs, and nothing twice', async () => {
    const { ada, bo, roomId } = await trio();
    const { id: messageId } = await world.say(ada, roomId, 'one');
    const app = await listening(bo);
    await world.run(ada, ReactToMessageDocument, { input: { messageId, emoji: '👍' } });
    await world.say(ada, roomId, 'two');
    expect(await app.next()).toMatchObject({ rooms: [{ unreadCount: 2 }] });
    await app.close();
  });

  test('rooms come when they open and go when they close; what is said in a new one is heard', async () => {
    const { owner, ada, id: groupId, roomId } = await trio();
    const newcomer = await world.person();
    const app = await listening(newcomer);
    await world.run(newcomer, JoinGroupDocument, { input: { groupId } });
    await until(
      app.next,
      withRoom(roomId, ({ unreadCount }) => unreadCount === 0),
    );
    await world.say(ada, roomId, 'welcome');
    await until(
      app.next,
      withRoom(roomId, ({ unreadCount }) => unreadCount === 1),
    );
    await world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: newcomer.id } });
    await until(app.next, ({ goneIds }) => goneIds.includes(roomId));
    await world.say(ada, roomId, 'secret');
    const [first, second] = [await world.person(), newcomer];
    const direct = await world.directRoom(first, second);
    const told = await until(app.next, ({ rooms }) => rooms.some(({ id }) => id === direct));
    expect(told.rooms.map(({ id }) => id)).toEqual([direct]);
    await app.close();
  });

  test('a new name of its group or its event is told, and a stranger who accepts', async () => {
    const { owner, ada, id: groupId, roomId } = await trio();
    const app = await listening(ada);
    await world.run(owner, UpdateGroupDocument, { input: { groupId, name: 'Chess at home' } });
    await until(
      app.next,
      withRoom(roomId, ({ name }) => name === 'Chess at home'),
    );
    const eventId = await world.event(owner);
    await world.attends(eventId, ada, 'GOING');
    const opened = await until(app.next, ({ rooms }) => rooms.some(({ kind }) => kind === 'EVENT'));
    const eventRoom = opened.rooms.find(({ kind }) => kind === 'EVENT')!.id;
    await world.tellEvent(eventId, { creatorId: owner.id, title: 'Jazz at home' });
    await until(
      app.next,
      withRoom(eventRoom, ({ name }) => name === 'Jazz at home'),
    );
    const stranger = await world.person();
    const { openDirectRoom } = await world.run(ada, OpenDirectRoomDocument, { input: { userId: stranger.id } });
    const { id } = as(openDirectRoom, 'OpenDirectRoomSuccess').room;
    await until(
      app.next,
      withRoom(id, ({ request }) => request === 'OUTGOING'),
    );
    await world.run(stranger, OpenDirectRoomDocument, { input: { userId: ada.id } });
    await until(
      app.next,
      withRoom(id, ({ request }) => request === null),
    );
    await app.close();
  });

  test('a block makes what is unread another in the rooms of both, and taking it back, too', async () => {
    const { ada, bo, roomId } = await trio();
    await world.say(ada, roomId, 'one');
    const app = await listening(bo);
    await world.block(bo, ada);
    await until(
      app.next,
      withRoom(roomId, ({ unreadCount, lastMessage }) => unreadCount === 0 && lastMessage === null),
    );
    await world.run(bo, UnblockUserDocument, { input: { userId: ada.id } });
    await until(
      app.next,
      withRoom(roomId, ({ unreadCount }) => unreadCount === 1),
    );
    await app.close();
  });

  test('what another device does is told; who is suspended hears nothing more', async () => {
    const { ada, bo, roomId } = await trio();
    await world.say(ada, roomId, 'one');
    const app = await listening(bo);
    await world.run(bo, MarkUnreadDocument, { input: { roomId, sequence: 1 } });
    await until(
      app.next,
      withRoom(roomId, ({ viewerState }) => viewerState.unreadFrom === 1),
    );
    await world.run(bo, SetRoomNotificationsDocument, { input: { roomId, notify: 'MENTIONS' } });
    await until(
      app.next,
      withRoom(roomId, ({ viewerState }) => viewerState.notify === 'MENTIONS'),
    );
    const ended = expect(app.next()).rejects.toThrow('The stream has ended.');
    await world.tellPerson(bo.id, { active: false });
    await ended;
  });
});

describe('with a cursor', () => {
  test('everything that is another since then comes first, and no room in which nothing is', async () => {
    const { owner, ada, bo, id: groupId, roomId } = await trio();
    const quiet = await world.group(bo, [ada]);
    await settled();
    const app = await listening(ada);
    await app.close();
    await world.say(bo, roomId, 'one');
    await settled();
    const again = await listening(ada, app.first.cursor);
    expect(again.first.rooms).toMatchObject([{ id: roomId, unreadCount: 1 }]);
    await again.close();
    await world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: ada.id } });
    const third = await listening(ada, again.first.cursor);
    expect(third.first).toMatchObject({ rooms: [], goneIds: [roomId] });
    expect((await list(ada)).map(({ id }) => id)).toEqual([quiet.roomId]);
    await third.close();
  });

  test('nothing is missed that a transaction wrote which was under way when the cursor was given', async () => {
    const { ada, bo, roomId } = await trio();
    const { Client } = await import('pg');
    const client = new Client(world.databaseUrl);
    await client.connect();
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO messages (id, room_id, sequence, sender_id, client_message_id, text, sent_at) VALUES (gen_random_uuid(), $1, 1, $2, 'x', 'late', now())`,
      [roomId, ada.id],
    );
    await client.query('UPDATE rooms SET last_sequence = 1 WHERE id = $1', [roomId]);
    const app = await listening(bo);
    expect(app.first.rooms).toEqual([]);
    await app.close();
    await client.query('COMMIT');
    await client.end();
    const again = await listening(bo, app.first.cursor);
    expect(again.first.rooms).toMatchObject([{ id: roomId, unreadCount: 1, lastMessage: { text: 'late' } }]);
    await again.close();
  });

  test('one that is none, or is from another life of the database, is refused', async () => {
    const ada = await world.person();
    await expect(listening(ada, 'yesterday')).rejects.toThrow('BAD_USER_INPUT');
    await expect(listening(ada, '9000000000000000000')).rejects.toThrow('RESYNC_REQUIRED');
    await expect(world.subscribe(null, ROOMS_CHANGED, { since: null })).rejects.toThrow('UNAUTHENTICATED');
  });

  test('who was sent away from a room before they ever came is not told of it', async () => {
    const { owner, roomId } = await trio();
    const other = await world.person();
    const app = await listening(other);
    await app.close();
    await world.sql(
      `INSERT INTO room_members (room_id, user_id, role, active, joined_at, banned_at, banned_by) VALUES ($1, $2, 'INTERESTED', false, now(), now(), $3)`,
      [roomId, other.id, owner.id],
    );
    const again = await listening(other, app.first.cursor);
    expect(again.first).toMatchObject({ rooms: [], goneIds: [] });
    await again.close();
  });
});

describe('sync, after being away', () => {
  const sync = async (viewer: Viewer, cursors: { roomId: string; since: number }[]) =>
    (await world.run(viewer, SyncDocument, { cursors })).sync;

  test('tells the changes behind each cursor, where there is nothing, where the room is gone, and what is not known yet', async () => {
    const { owner, ada, bo, id: groupId, roomId } = await trio();
    const left = await world.group(owner, [ada]);
    const unknown = await world.group(bo, [ada]);
    const before = await sync(ada, [{ roomId, since: 0 }]);
    const [known] = before.rooms;
    const since = (known as { changes: { change: number }[] }).changes.at(-1)!.change;
    await world.say(bo, roomId, 'one');
    await world.run(ada, LeaveGroupDocument, { input: { groupId: left.id } });
    const missed = await sync(ada, [
      { roomId, since },
      { roomId: left.roomId, since: 0 },
      { roomId: crypto.randomUUID(), since: 0 },
    ]);
    expect(missed.rooms).toMatchObject([
      { __typename: 'RoomCaughtUp', hasMore: false, changes: [{ __typename: 'MessageAdded', change: since + 1, added: { text: 'one' } }] },
      { __typename: 'RoomGone', roomId: left.roomId },
      { __typename: 'RoomGone' },
    ]);
    expect(missed.others.map(({ id }) => id)).toEqual([unknown.roomId]);
    expect(await sync(ada, [{ roomId, since: since + 1 }])).toMatchObject({ rooms: [{ __typename: 'RoomCaughtUp', changes: [] }] });
    const app = await listening(ada, missed.cursor);
    expect(app.first.goneIds).toEqual([]);
    await app.close();
    expect(groupId).not.toBe(left.id);
  });

  test('beyond the log, and before what it still has, the room is to be loaded anew', async () => {
    const { ada, roomId } = await trio();
    await world.say(ada, roomId, 'one');
    const [first] = (await sync(ada, [{ roomId, since: 0 }])).rooms;
    const { changes } = first as { changes: { change: number }[] };
    await world.sql('UPDATE room_logs SET forgotten = 2 WHERE room_id = $1', [roomId]);
    const resync = { __typename: 'RoomResyncRequired', lastChange: changes.length };
    for (const since of [1, changes.length + 1]) expect((await sync(ada, [{ roomId, since }])).rooms).toMatchObject([resync]);
    expect((await sync(ada, [{ roomId, since: 2 }])).rooms).toMatchObject([{ __typename: 'RoomCaughtUp' }]);
  });

  test('gives at most 200 changes of a room at once, and says that there are more', async () => {
    const { ada, roomId } = await trio();
    await world.sql(
      `INSERT INTO messages (id, room_id, sequence, sender_id, client_message_id, text, sent_at)
       SELECT gen_random_uuid(), $1, n, $2, n, 'word ' || n, now() FROM generate_series(1, 250) n`,
      [roomId, ada.id],
    );
    await world.sql('UPDATE rooms SET last_sequence = 250 WHERE id = $1', [roomId]);
    const [page] = (await sync(ada, [{ roomId, since: 0 }])).rooms;
    const { changes, hasMore } = page as { changes: { change: number }[]; hasMore: boolean };
    expect([changes.length, hasMore]).toEqual([200, true]);
    const [rest] = (await sync(ada, [{ roomId, since: 200 }])).rooms;
    expect((rest as { changes: object[] }).changes).toHaveLength(53);
  });

  test('takes at most 100 rooms, each once; visitors are refused; people in a block see nothing of each other', async () => {
    const { ada, bo, roomId } = await trio();
    await world.say(bo, roomId, 'secret');
    await world.block(ada, bo);
    const [room] = (await sync(ada, [{ roomId, since: 0 }])).rooms;
    expect(JSON.stringify(room)).not.toContain('secret');
    expect(JSON.stringify(room)).not.toContain(bo.id);
    const text = print(SyncDocument);
    const twice = [1, 2].map((since) => ({ roomId, since }));
    expect((await world.execute(ada, text, { cursors: twice })).errors![0]!.extensions!.code).toBe('BAD_USER_INPUT');
    expect((await world.execute(null, text, { cursors: [] })).errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
  });
});

describe('the log is cut', () => {
  test('to its newest 10,000 changes, and a list that is older than the cut shows the room', async () => {
    const { ada, bo, roomId } = await trio();
    const app = await listening(bo);
    await app.close();
    await world.sql(`INSERT INTO room_changes (room_id, number, kind) SELECT $1, n, 'REACTIONS' FROM generate_series(100, 11200) n`, [
      roomId,
    ]);
    await world.sql(
      `INSERT INTO room_logs (room_id, last_change, forgotten) VALUES ($1, 11200, 99)
                     ON CONFLICT (room_id) DO UPDATE SET last_change = 11200, forgotten = 99`,
      [roomId],
    );
    await world.subgraph.runJob!('cut-room-logs');
    expect(await world.sql('SELECT last_change, forgotten FROM room_logs WHERE room_id = $1', [roomId])).toEqual([
      { last_change: 11_200, forgotten: 1_200 },
    ]);
    expect(await world.sql('SELECT min(number) FROM room_changes WHERE room_id = $1', [roomId])).toEqual([{ min: 1_201 }]);
    const again = await listening(bo, app.first.cursor);
    expect(again.first.rooms).toMatchObject([{ id: roomId }]);
    await again.close();
    expect(ada.id).not.toBe(bo.id);
  });
});

test('two who number the logs of the same rooms at once leave no hole', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const rooms: string[] = [];
  for (let n = 0; n < 4; n++) rooms.push((await world.group(ada, [bo])).roomId);
  for (let round = 0; round < 5; round++) {
    await Promise.all(rooms.map((roomId) => world.say(ada, roomId, `round ${round}`)));
    const cursors = rooms.map((roomId) => ({ roomId, since: 0 }));
    await Promise.all([cursors, [...cursors].reverse()].map((some) => world.run(bo, SyncDocument, { cursors: some })));
  }
  await eventually(async () => {
    const odd = await world.sql(
      `SELECT l.room_id FROM room_logs l JOIN room_changes c ON c.room_id = l.room_id WHERE l.room_id = ANY ($1)
       GROUP BY l.room_id, l.last_change HAVING l.last_change <> count(c.number) OR count(*) <> count(c.number)`,
      [rooms],
    );
    expect(odd).toEqual([]);
  });
});
