import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import {
  ChatSettingsDocument,
  ListOfRoomsDocument,
  MarkDeliveredDocument,
  MarkReadDocument,
  MarkUnreadDocument,
  RoomChangedDocument,
  RoomStateDocument,
  SendMessageDocument,
  SetRoomNotificationsDocument,
  UpdateChatSettingsDocument,
  type ChatRoomNotify,
} from './generated/documents';
import { as, DAY, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const read = (viewer: Viewer, roomId: string, sequence: number) => world.run(viewer, MarkReadDocument, { input: { roomId, sequence } });
const unread = async (viewer: Viewer, roomId: string, sequence: number, idempotencyKey: string | null = null) =>
  (await world.run(viewer, MarkUnreadDocument, { input: { roomId, sequence, idempotencyKey } })).markUnread;
const got = async (viewer: Viewer, delivered: { roomId: string; sequence: number }[]) =>
  (await world.run(viewer, MarkDeliveredDocument, { input: { delivered } })).markDelivered;
const notify = async (viewer: Viewer, roomId: string, choice: ChatRoomNotify, mutedUntil: string | null = null) =>
  (await world.run(viewer, SetRoomNotificationsDocument, { input: { roomId, notify: choice, mutedUntil } })).setRoomNotifications;
const receipts = async (viewer: Viewer, readReceipts: boolean | null) =>
  (await world.run(viewer, UpdateChatSettingsDocument, { input: { readReceipts } })).updateChatSettings;
const listed = async (viewer: Viewer, roomId: string) =>
  (await world.run(viewer, ListOfRoomsDocument, {})).chatRooms.nodes.find(({ id }) => id === roomId)!;
const memberSeen = async (viewer: Viewer, roomId: string, person: Viewer) =>
  (await world.run(viewer, RoomStateDocument, { id: roomId })).chatRoom!.members.nodes.find(({ user }) => user?.id === person.id)!;
const changed = async (viewer: Viewer, roomId: string) => {
  const stream = await world.subscribe(viewer, print(RoomChangedDocument), { roomId, since: null });
  return { ...stream, next: async () => (await stream.next()).data!.roomChanged };
};
const trio = async (words = 0) => {
  const [owner, ada, bo] = [await world.person(), await world.person(), await world.person()];
  const { roomId } = await world.group(owner, [ada, bo]);
  for (let n = 1; n <= words; n++) await world.say(ada, roomId, `word ${n}`);
  return { owner, ada, bo, roomId };
};

describe('marked as unread', () => {
  test('a message and all behind it are unread for the viewer alone; others still see that they were read', async () => {
    const { ada, bo, roomId } = await trio(4);
    await read(bo, roomId, 4);
    expect(await unread(bo, roomId, 2)).toMatchObject({
      room: { unreadCount: 3, viewerState: { lastReadSequence: 4, unreadFrom: 2 } },
    });
    expect(await memberSeen(ada, roomId, bo)).toMatchObject({ lastReadSequence: 4 });
    const stream = await changed(ada, roomId);
    await unread(bo, roomId, 3);
    await world.say(ada, roomId, 'word 5');
    expect(await stream.next()).toMatchObject({ __typename: 'MessageAdded' });
    await stream.close();
    expect(await listed(bo, roomId)).toMatchObject({ unreadCount: 3 });
  });

  test('reading takes the mark away as far as it reads; saying something takes it away', async () => {
    const { bo, roomId } = await trio(4);
    await read(bo, roomId, 4);
    await unread(bo, roomId, 2);
    await read(bo, roomId, 1);
    expect(await listed(bo, roomId)).toMatchObject({ unreadCount: 3, viewerState: { unreadFrom: 2 } });
    await read(bo, roomId, 3);
    expect(await listed(bo, roomId)).toMatchObject({ unreadCount: 1, viewerState: { unreadFrom: 4, lastReadSequence: 4 } });
    await read(bo, roomId, 4);
    expect(await listed(bo, roomId)).toMatchObject({ unreadCount: 0, viewerState: { unreadFrom: null } });
    await unread(bo, roomId, 1);
    await world.say(bo, roomId, 'mine');
    expect(await listed(bo, roomId)).toMatchObject({ unreadCount: 0, viewerState: { unreadFrom: null } });
  });

  test('is done once with a key; refused to strangers and for no message', async () => {
    const { bo, roomId } = await trio(2);
    await read(bo, roomId, 2);
    for (let n = 0; n < 2; n++) expect(await unread(bo, roomId, 1, 'u')).toMatchObject({ room: { viewerState: { unreadFrom: 1 } } });
    expect(await unread(bo, roomId, 2, 'u')).toMatchObject({ __typename: 'KeyReused' });
    expect(await unread(bo, roomId, 0)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await unread(await world.person(), roomId, 1)).toMatchObject({ __typename: 'NotFound' });
  });
});

test('those of the unread messages that name the viewer are counted, less those of people in a block with them', async () => {
  const { owner, ada, bo, roomId } = await trio();
  for (const [who, id] of [
    [ada, 'one'],
    [ada, 'two'],
    [owner, 'three'],
  ] as const) {
    const input = { roomId, text: `${id}, bo`, clientMessageId: id, mentionedUserIds: [bo.id] };
    as((await world.run(who, SendMessageDocument, { input })).sendMessage, 'SendMessageSuccess');
  }
  await world.say(ada, roomId, 'four');
  expect(await listed(bo, roomId)).toMatchObject({ unreadCount: 4, mentionCount: 3 });
  await read(bo, roomId, 1);
  expect(await listed(bo, roomId)).toMatchObject({ unreadCount: 3, mentionCount: 2 });
  await world.block(owner, bo);
  expect(await listed(bo, roomId)).toMatchObject({ unreadCount: 2, mentionCount: 1 });
  expect(await listed(ada, roomId)).toMatchObject({ mentionCount: 0 });
});

describe('delivered (S39)', () => {
  test('messages reach a device, which is told live, and not again once they are read', async () => {
    const { ada, bo, roomId } = await trio(3);
    const stream = await changed(ada, roomId);
    expect(await got(bo, [{ roomId, sequence: 2 }])).toMatchObject({ rooms: [{ id: roomId }] });
    expect(await stream.next()).toMatchObject({ __typename: 'MemberDelivered', user: { id: bo.id }, deliveredSequence: 2 });
    expect(await memberSeen(ada, roomId, bo)).toMatchObject({ lastReadSequence: 0, deliveredSequence: 2 });
    await got(bo, [{ roomId, sequence: 1 }]);
    await read(bo, roomId, 3);
    expect(await stream.next()).toMatchObject({ __typename: 'MemberRead', lastReadSequence: 3 });
    await got(bo, [{ roomId, sequence: 99 }]);
    await world.say(ada, roomId, 'next');
    expect(await stream.next()).toMatchObject({ __typename: 'MessageAdded' });
    expect(await memberSeen(ada, roomId, bo)).toMatchObject({ lastReadSequence: 3, deliveredSequence: 3 });
    await stream.close();
  });

  test('several rooms are told at once; those that the viewer may not read are passed over', async () => {
    const { bo, roomId } = await trio(1);
    const other = await trio(1);
    const direct = await world.directRoom(bo, other.ada);
    await world.say(other.ada, direct, 'hello');
    const told = await got(bo, [
      { roomId: other.roomId, sequence: 1 },
      { roomId, sequence: 1 },
      { roomId: direct, sequence: 1 },
    ]);
    expect(told).toMatchObject({ rooms: [{ id: roomId }, { id: direct }] });
    expect(await got(bo, [])).toMatchObject({ __typename: 'InvalidInput' });
    expect(
      await got(
        bo,
        [1, 2].map((sequence) => ({ roomId, sequence })),
      ),
    ).toMatchObject({ __typename: 'InvalidInput' });
  });

  test('two devices that tell of the same rooms in another order do not wait for each other', async () => {
    const ada = await world.person();
    const bo = await world.person();
    const rooms: string[] = [];
    for (let n = 0; n < 4; n++) rooms.push((await world.group(ada, [bo])).roomId);
    for (const roomId of rooms) for (let n = 0; n < 6; n++) await world.say(ada, roomId, `word ${n}`);
    for (let sequence = 1; sequence <= 6; sequence++) {
      const told = rooms.map((roomId) => ({ roomId, sequence }));
      const answers = await Promise.all([got(bo, told), got(bo, [...told].reverse())]);
      expect(answers.map(({ __typename }) => __typename)).toEqual(['MarkDeliveredSuccess', 'MarkDeliveredSuccess']);
    }
    expect((await memberSeen(ada, rooms[0]!, bo)).deliveredSequence).toBe(6);
  });
});

describe('who lets nobody see what they have read', () => {
  test('is told of to nobody, and shown as having read nothing; they see others all the same', async () => {
    const { ada, bo, roomId } = await trio(3);
    await read(bo, roomId, 1);
    const stream = await changed(ada, roomId);
    expect(await receipts(bo, false)).toMatchObject({ settings: { readReceipts: false } });
    expect(await stream.next()).toMatchObject({
      __typename: 'RoomMemberChanged',
      user: { id: bo.id },
      role: 'MEMBER',
      lastReadSequence: 0,
      deliveredSequence: 0,
      readReceipts: false,
    });
    await read(bo, roomId, 2);
    await got(bo, [{ roomId, sequence: 3 }]);
    await world.say(bo, roomId, 'I say something');
    expect(await stream.next()).toMatchObject({ __typename: 'MessageAdded' });
    expect(await memberSeen(ada, roomId, bo)).toMatchObject({ lastReadSequence: 0, deliveredSequence: 0, readReceipts: false });
    expect(await listed(bo, roomId)).toMatchObject({ viewerState: { lastReadSequence: 4 } });
    expect(await memberSeen(bo, roomId, ada)).toMatchObject({ lastReadSequence: 3, readReceipts: true });
    await receipts(bo, true);
    expect(await stream.next()).toMatchObject({ __typename: 'RoomMemberChanged', lastReadSequence: 4, readReceipts: true });
    await stream.close();
  });

  test('chooses for all rooms; what is left out stays; a visitor chooses nothing', async () => {
    const ada = await world.person();
    expect((await world.run(ada, ChatSettingsDocument, {})).chatSettings).toEqual({
      readReceipts: true,
      whoMayWrite: 'EVERYBODY',
      lastSeen: true,
    });
    await receipts(ada, false);
    expect(await receipts(ada, null)).toMatchObject({ settings: { readReceipts: false } });
    const { errors } = await world.execute(null, print(UpdateChatSettingsDocument), { input: { readReceipts: true } });
    expect(errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
  });
});

describe('muted', () => {
  const toldOf = async (roomId: string, topic: string) =>
    (
      await world.sql<{ payload: { recipientIds?: string[]; userIds?: string[] } }>(
        'SELECT payload FROM outbox WHERE topic = $2 AND key = $1 ORDER BY sequence',
        [roomId, topic],
      )
    ).map(({ payload }) => payload.recipientIds ?? payload.userIds);

  test('a room tells nothing until the end of it; for mentions only, who is named alone; for nothing, never', async () => {
    const { owner, ada, bo, roomId } = await trio();
    const name = async (text: string) => {
      const input = { roomId, text, clientMessageId: text, mentionedUserIds: [bo.id] };
      as((await world.run(ada, SendMessageDocument, { input })).sendMessage, 'SendMessageSuccess');
    };
    const until = new Date(world.clock.now().getTime() + DAY).toISOString();
    expect(await notify(bo, roomId, 'ALL', until)).toMatchObject({ room: { viewerState: { notify: 'ALL', mutedUntil: until } } });
    await name('muted');
    world.clock.advance(DAY);
    await name('over');
    await notify(bo, roomId, 'MENTIONS');
    await world.say(ada, roomId, 'to all');
    await name('to bo');
    await notify(bo, roomId, 'NOTHING');
    await name('again');
    expect(await toldOf(roomId, 'message.sent')).toEqual([
      [owner.id],
      expect.arrayContaining([owner.id, bo.id]),
      [owner.id],
      [owner.id],
      [owner.id],
    ]);
    expect(await toldOf(roomId, 'message.mentioned')).toEqual([[bo.id], [bo.id]]);
    expect(await listed(bo, roomId)).toMatchObject({ unreadCount: 5, mentionCount: 4 });
  });

  test('by members alone', async () => {
    const { roomId } = await trio();
    expect(await notify(await world.person(), roomId, 'NOTHING')).toMatchObject({ __typename: 'NotFound' });
  });
});
