import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import {
  DeleteMessageDocument,
  JoinGroupDocument,
  LeaveGroupDocument,
  ListOfRoomsDocument,
  MarkUnreadDocument,
  PinMessageDocument,
  ReactToMessageDocument,
  RemoveFromGroupDocument,
  RoomChangedDocument,
  RoomStateDocument,
  SendMessageDocument,
  SyncDocument,
  UnpinMessageDocument,
  UpdateRoomSettingsDocument,
  type UpdateRoomSettingsInput,
} from './generated/documents';
import { as, DAY, MESSAGE_ADDED, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const SECRET = 'what was said before';
const setUp = async (viewer: Viewer, input: UpdateRoomSettingsInput) =>
  as((await world.run(viewer, UpdateRoomSettingsDocument, { input })).updateRoomSettings, 'UpdateRoomSettingsSuccess');
const state = async (viewer: Viewer, id: string) => (await world.run(viewer, RoomStateDocument, { id })).chatRoom!;
const answer = async (viewer: Viewer, roomId: string, text: string, replyToId: string) =>
  (await world.run(viewer, SendMessageDocument, { input: { roomId, text, clientMessageId: text, replyToId } })).sendMessage;

/** Everything that a person can read of a message by each path that leads to messages, as text. */
const PATHS: Record<
  string,
  (viewer: Viewer | null, at: { roomId: string; messageId: string; last: number; change: number }) => Promise<unknown>
> = {
  'the page of the room': (viewer, { roomId }) =>
    world.execute(viewer, `query($id: ID!) { chatRoom(id: $id) { messages(first: 50) { nodes { id text } } } }`, { id: roomId }),
  'an answer to it': (viewer, { roomId }) =>
    world.execute(viewer, `query($id: ID!) { chatRoom(id: $id) { messages(last: 5) { nodes { replyTo { id text sender { id } } } } } }`, {
      id: roomId,
    }),
  'the pins of the room': (viewer, { roomId }) =>
    world.execute(viewer, `query($id: ID!) { chatRoom(id: $id) { pinnedMessages { id text } } }`, { id: roomId }),
  'the message itself': (viewer, { messageId }) =>
    world.execute(
      viewer,
      `query($id: ID!) { _entities(representations: [{ __typename: "Message", id: $id }]) { ... on Message { text versions { text } reactions { emoji people { id } } } } }`,
      { id: messageId },
    ),
  'what was missed': (viewer, { roomId }) => world.execute(viewer, print(SyncDocument), { cursors: [{ roomId, since: 0 }] }),
  messageAdded: (viewer, { roomId, last }) => read(viewer, MESSAGE_ADDED, roomId, (event) => event.messageAdded!.sequence === last),
  roomChanged: (viewer, { roomId, change }) =>
    read(viewer, print(RoomChangedDocument), roomId, (event) => event.roomChanged!.change === change),
  'a sign': (viewer, { messageId }) => world.execute(viewer, print(ReactToMessageDocument), { input: { messageId, emoji: '👍' } }),
};

/** Everything that a stream tells from the first on to the one that is looked for, or to its refusal. */
async function read(
  viewer: Viewer | null,
  query: string,
  roomId: string,
  isLast: (event: Record<string, Record<string, unknown>>) => boolean,
): Promise<unknown> {
  const told: unknown[] = [];
  try {
    const stream = await world.subscribe(viewer, query, { roomId, since: 0 });
    for (;;) {
      const { data } = await stream.next();
      told.push(data);
      if (isLast(data as Record<string, Record<string, unknown>>)) break;
    }
    await stream.close();
  } catch (error) {
    told.push((error as Error).message);
  }
  return told;
}

/** A group whose newcomers read nothing of before, with somebody of each kind. */
async function cast() {
  const people: Record<string, Viewer | null> = {};
  for (const name of ['owner', 'author', 'member', 'newcomer', 'returned', 'removed', 'blocked', 'stranger', 'suspended'])
    people[name] = await world.person();
  const owner = people.owner!;
  const { id: groupId, roomId } = await world.group(
    owner,
    ['author', 'member', 'returned', 'removed', 'blocked', 'suspended'].map((name) => people[name]!),
  );
  const { id: messageId, sequence } = await world.say(people.author!, roomId, SECRET);
  await world.run(owner, PinMessageDocument, { input: { messageId } });
  await setUp(owner, { roomId, historyFromJoining: true });
  await world.run(people.returned!, LeaveGroupDocument, { input: { groupId } });
  for (const name of ['newcomer', 'returned']) await world.run(people[name]!, JoinGroupDocument, { input: { groupId } });
  await world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: people.removed!.id } });
  await world.block(people.blocked!, people.author!);
  as(await answer(people.member!, roomId, 'an answer', messageId), 'SendMessageSuccess');
  await world.tellPerson(people.suspended!.id, { active: false });
  people.visitor = null;
  // Everything that was changed has its number.
  await world.run(owner, SyncDocument, { cursors: [{ roomId, since: 0 }] });
  const { lastChange, messages } = await state(owner, roomId);
  return { people, groupId, roomId, messageId, sequence, last: messages.nodes.at(-1)!.sequence, change: lastChange };
}

describe('what was said before somebody came', () => {
  const READERS = ['owner', 'author', 'member'];
  const NOT = ['newcomer', 'returned', 'removed', 'blocked', 'stranger', 'suspended', 'visitor'];
  let scene: Awaited<ReturnType<typeof cast>>;
  beforeAll(async () => {
    scene = await cast();
  });

  test.each(
    Object.keys(PATHS)
      .filter((path) => path !== 'a sign')
      .flatMap((path) => [...READERS, ...NOT].map((who) => [path, who] as const)),
  )('by %s, %s reads what is theirs to read', async (path, who) => {
    const told = JSON.stringify(await PATHS[path]!(scene.people[who]!, scene));
    expect(told.includes(SECRET)).toBe(READERS.includes(who));
  });

  test.each(NOT.filter((who) => who !== 'blocked'))('%s cannot answer it with a sign', async (who) => {
    const told = JSON.stringify(await PATHS['a sign']!(scene.people[who]!, scene));
    expect(told).not.toContain('ReactToMessageSuccess');
  });

  test('is no part of what is counted, listed and last said', async () => {
    const { people, roomId } = scene;
    const { chatRoom } = await world.run(
      people.newcomer!,
      `query($id: ID!) { chatRoom(id: $id) { messages(first: 50) { totalCount nodes { sequence notice { kind } } pageInfo { hasPreviousPage } } } }`,
      { id: roomId },
    );
    const notices = ['MEMBERS_JOINED', 'MEMBERS_JOINED', 'MEMBER_REMOVED'].map((kind, at) => ({ sequence: 4 + at, notice: { kind } }));
    expect(chatRoom.messages).toEqual({
      totalCount: 4,
      nodes: [...notices, { sequence: 7, notice: null }],
      pageInfo: { hasPreviousPage: false },
    });
    await world.run(people.newcomer!, MarkUnreadDocument, { input: { roomId, sequence: 1 } });
    const listed = (await world.run(people.newcomer!, ListOfRoomsDocument, {})).chatRooms.nodes[0]!;
    expect(listed).toMatchObject({ unreadCount: 1, lastMessage: { text: 'an answer' } });
  });

  test('cannot be answered by who does not read it; who said it can still take it back', async () => {
    const { people, roomId, messageId } = scene;
    expect(await answer(people.newcomer!, roomId, 'blind', messageId)).toMatchObject({ __typename: 'InvalidInput' });
    const own = await world.say(people.owner!, roomId, 'mine');
    await setUp(people.owner!, { roomId, historyFromJoining: true });
    expect(own.sequence).toBeGreaterThan(1);
    const { deleteMessage } = await world.run(people.newcomer!, DeleteMessageDocument, { input: { messageId } });
    expect(deleteMessage).toMatchObject({ __typename: 'NotFound' });
  });

  test('in a room of an event, too; set back, everybody reads everything', async () => {
    const [organiser, guest] = [await world.person(), await world.person()];
    const eventId = await world.event(organiser);
    const query = `query($id: ID!) { _entities(representations: [{ __typename: "Event", id: $id }]) { ... on Event { chatRoom { id } } } }`;
    const roomId = (await world.run(organiser, query, { id: eventId }))._entities[0].chatRoom.id as string;
    await setUp(organiser, { roomId, historyFromJoining: true });
    await world.say(organiser, roomId, SECRET);
    await world.attends(eventId, guest, 'INTERESTED');
    expect((await state(guest, roomId)).messages.nodes).toEqual([]);
    // Another answer is no other coming.
    await world.say(organiser, roomId, 'hello');
    await world.attends(eventId, guest, 'GOING');
    expect((await state(guest, roomId)).messages.nodes.map(({ text }) => text)).toEqual(['hello']);
    await setUp(organiser, { roomId, historyFromJoining: false });
    expect((await state(guest, roomId)).messages.nodes.map(({ text }) => text)).toEqual([SECRET, 'hello']);
  });
});

describe('a room that keeps messages for some days', () => {
  const trio = async () => {
    const [owner, ada, bo] = [await world.person(), await world.person(), await world.person()];
    return { owner, ada, bo, ...(await world.group(owner, [ada, bo])) };
  };
  const expire = () => world.subgraph.runJob!('expire-messages');

  test('takes away what is older, what it said before and its signs, for everybody; numbers stay', async () => {
    const { owner, ada, bo, roomId } = await trio();
    const { id: messageId } = await world.say(ada, roomId, 'old');
    await world.run(bo, ReactToMessageDocument, { input: { messageId, emoji: '👍' } });
    const deleted = await world.say(ada, roomId, 'deleted');
    await world.run(ada, DeleteMessageDocument, { input: { messageId: deleted.id } });
    await setUp(owner, { roomId, keepDays: 1 });
    world.clock.advance(DAY);
    await world.say(ada, roomId, 'young');
    world.clock.advance(1);
    const stream = await world.subscribe(bo, print(RoomChangedDocument), { roomId, since: null });
    await expire();
    expect((await stream.next()).data!.roomChanged).toMatchObject({ __typename: 'MessageDeleted', deleted: { id: messageId, text: null } });
    await stream.close();
    for (const viewer of [owner, ada, bo]) {
      const { messages } = await state(viewer, roomId);
      expect(messages.nodes.map(({ text, deletedBy, reactions }) => [text, deletedBy, reactions])).toEqual([
        [null, 'RETENTION', []],
        [null, 'RETENTION', []],
        ['young', null, []],
      ]);
      expect(messages.nodes.flatMap(({ versions }) => versions ?? [])).toEqual([]);
    }
    expect(await world.sql('SELECT 1 FROM message_versions WHERE message_id = ANY ($1)', [[messageId, deleted.id]])).toEqual([]);
  });

  test('keeps the pinned ones until they are unpinned; without days everything stays', async () => {
    const { owner, ada, roomId } = await trio();
    const { id: messageId } = await world.say(ada, roomId, 'pinned');
    const forever = await trio();
    await world.say(forever.ada, forever.roomId, 'stays');
    await world.run(owner, PinMessageDocument, { input: { messageId } });
    await setUp(owner, { roomId, keepDays: 1 });
    world.clock.advance(2 * DAY);
    await expire();
    expect((await state(ada, roomId)).messages.nodes[0]).toMatchObject({ text: 'pinned' });
    await world.run(owner, UnpinMessageDocument, { input: { messageId } });
    await expire();
    expect((await state(ada, roomId)).messages.nodes[0]).toMatchObject({ text: null, deletedBy: 'RETENTION' });
    await setUp(owner, { roomId, keepDays: null });
    await world.say(ada, roomId, 'stays now');
    world.clock.advance(9 * DAY);
    await expire();
    expect((await state(ada, roomId)).messages.nodes.at(-1)).toMatchObject({ text: 'stays now' });
    expect((await state(forever.ada, forever.roomId)).messages.nodes[0]).toMatchObject({ text: 'stays' });
  });
});
