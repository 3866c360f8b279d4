import type { Viewer } from '@marquee/platform';
import {
  DeleteMessageDocument,
  EditMessageDocument,
  PinMessageDocument,
  ReactToMessageDocument,
  RemoveReactionDocument,
  RoomStateDocument,
  SendMessageDocument,
  UnpinMessageDocument,
  type EditMessageInput,
  type SendMessageInput,
} from './generated/documents';
import { as, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const state = async (viewer: Viewer, id: string) => (await world.run(viewer, RoomStateDocument, { id })).chatRoom!;
const edit = async (viewer: Viewer, input: EditMessageInput) => (await world.run(viewer, EditMessageDocument, { input })).editMessage;
const remove = async (viewer: Viewer, messageId: string, reason?: string) =>
  (await world.run(viewer, DeleteMessageDocument, { input: { messageId, reason: reason ?? null } })).deleteMessage;
const react = async (viewer: Viewer, messageId: string, emoji: string) =>
  (await world.run(viewer, ReactToMessageDocument, { input: { messageId, emoji } })).reactToMessage;
const unreact = async (viewer: Viewer, messageId: string, emoji: string) =>
  (await world.run(viewer, RemoveReactionDocument, { input: { messageId, emoji } })).removeReaction;
const pin = async (viewer: Viewer, messageId: string) => (await world.run(viewer, PinMessageDocument, { input: { messageId } })).pinMessage;
const unpin = async (viewer: Viewer, messageId: string) =>
  (await world.run(viewer, UnpinMessageDocument, { input: { messageId } })).unpinMessage;
const say = async (viewer: Viewer, input: Omit<SendMessageInput, 'clientMessageId'>) => {
  const { sendMessage } = await world.run(viewer, SendMessageDocument, { input: { clientMessageId: crypto.randomUUID(), ...input } });
  return as(sendMessage, 'SendMessageSuccess').sent;
};
const seen = async (viewer: Viewer, roomId: string, messageId: string) =>
  (await state(viewer, roomId)).messages.nodes.find(({ id }) => id === messageId)!;
const quartet = async () => {
  const [owner, ada, bo, stranger] = [await world.person(), await world.person(), await world.person(), await world.person()];
  return { owner, ada, bo, stranger, ...(await world.group(owner, [ada, bo])) };
};

describe('an edit (S37)', () => {
  test('changes the text, keeps number and time, and shows what was there before to its author and to who looks after the room', async () => {
    const { owner, ada, bo, roomId } = await quartet();
    const { id } = await world.say(ada, roomId, 'Hello wrold');
    expect(await edit(ada, { messageId: id, text: 'Hello world' })).toMatchObject({
      edited: { id, sequence: 1, text: 'Hello world', editedAt: expect.any(String), versions: [{ version: 1, text: 'Hello wrold' }] },
    });
    expect((await seen(owner, roomId, id)).versions).toEqual([{ version: 1, text: 'Hello wrold' }]);
    expect(await seen(bo, roomId, id)).toMatchObject({ text: 'Hello world', versions: null });
  });

  test('with the same text changes nothing; the message sent again is still the same message', async () => {
    const { ada, roomId } = await quartet();
    const { id } = await world.say(ada, roomId, 'one', 'first');
    await edit(ada, { messageId: id, text: 'one' });
    expect((await seen(ada, roomId, id)).versions).toEqual([]);
    await edit(ada, { messageId: id, text: 'two' });
    expect(await world.say(ada, roomId, 'one', 'first')).toMatchObject({ id, text: 'two' });
  });

  test('is refused to others, to a stranger, after a deletion, and where one may not speak', async () => {
    const { ada, bo, owner, stranger, roomId } = await quartet();
    const { id } = await world.say(ada, roomId, 'mine');
    for (const other of [bo, owner])
      expect(await edit(other, { messageId: id, text: 'yours' })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await edit(stranger, { messageId: id, text: 'yours' })).toMatchObject({ __typename: 'NotFound' });
    expect(await edit(ada, { messageId: id, text: ' ' })).toMatchObject({ __typename: 'InvalidInput' });
    await remove(ada, id);
    expect(await edit(ada, { messageId: id, text: 'back' })).toMatchObject({ __typename: 'NotFound' });
    const direct = await world.directRoom(ada, bo);
    const said = await world.say(ada, direct, 'to you');
    await world.block(ada, bo);
    expect(await edit(ada, { messageId: said.id, text: 'nothing' })).toMatchObject({ __typename: 'MayNotSpeak' });
  });

  test('with a key that was used is done once; with other arguments the key is refused', async () => {
    const { ada, roomId } = await quartet();
    const { id } = await world.say(ada, roomId, 'one');
    for (const text of ['two', 'two'])
      expect(await edit(ada, { messageId: id, text, idempotencyKey: 'e' })).toMatchObject({ edited: { text: 'two' } });
    expect((await seen(ada, roomId, id)).versions).toHaveLength(1);
    expect(await edit(ada, { messageId: id, text: 'three', idempotencyKey: 'e' })).toMatchObject({ __typename: 'KeyReused' });
  });
});

describe('a deletion', () => {
  test('leaves an empty place that is neither unread nor the last message, and nothing of what it said but for who looks after the room', async () => {
    const { owner, ada, bo, roomId } = await quartet();
    await world.say(ada, roomId, 'stays');
    const { id } = await world.say(ada, roomId, 'goes');
    await react(bo, id, '👍');
    await pin(owner, id);
    expect((await state(bo, roomId)).unreadCount).toBe(2);
    expect(await remove(ada, id)).toMatchObject({
      deleted: { text: null, deletedBy: 'SENDER', deletedAt: expect.any(String), reactions: [], pinnedAt: null, sender: { id: ada.id } },
    });
    expect(await state(bo, roomId)).toMatchObject({ unreadCount: 1, pinnedMessages: [] });
    const { chatRoom } = await world.run(bo, `query($id: ID!) { chatRoom(id: $id) { lastMessage { text } } }`, { id: roomId });
    expect(chatRoom.lastMessage.text).toBe('stays');
    expect((await seen(owner, roomId, id)).versions).toEqual([{ version: 1, text: 'goes' }]);
    expect((await seen(bo, roomId, id)).versions).toBeNull();
    expect(await remove(ada, id)).toMatchObject({ __typename: 'DeleteMessageSuccess' });
  });

  test('of what others said is for who looks after the room: the organisers of an event who look after its guests, not those at its door', async () => {
    const [organiser, editor, door, guest] = [await world.person(), await world.person(), await world.person(), await world.person()];
    const eventId = await world.event(organiser, {
      team: [
        { userId: organiser.id, role: 'OWNER' },
        { userId: editor.id, role: 'EDITOR' },
        { userId: door.id, role: 'DOOR' },
      ],
    });
    await world.attends(eventId, guest, 'GOING');
    const query = `query($id: ID!) { _entities(representations: [{ __typename: "Event", id: $id }]) { ... on Event { chatRoom { id viewerRights { mayModerate } } } } }`;
    const rooms = await Promise.all(
      [organiser, editor, door, guest].map(async (one) => (await world.run(one, query, { id: eventId }))._entities[0].chatRoom),
    );
    expect(rooms.map(({ viewerRights }) => viewerRights.mayModerate)).toEqual([true, true, false, false]);
    const { id } = await world.say(guest, rooms[0].id, 'Cheap watches');
    for (const one of [door]) expect(await remove(one, id)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await remove(editor, id, 'Advertising')).toMatchObject({ deleted: { deletedBy: 'MODERATOR' } });
    // Whose message somebody else took back does not read it any more.
    expect((await seen(guest, rooms[0].id, id)).versions).toBeNull();
    expect(await world.sql('SELECT delete_reason FROM messages WHERE id = $1', [id])).toEqual([{ delete_reason: 'Advertising' }]);
  });
});

describe('a sign', () => {
  test('is counted once for each person, in the order in which signs came, and can be taken back', async () => {
    const { owner, ada, bo, roomId } = await quartet();
    const { id } = await world.say(owner, roomId, 'Who is in?');
    await react(ada, id, '👍');
    world.clock.advance(1_000);
    await react(bo, id, '👍');
    await react(bo, id, '🎉');
    expect(await react(bo, id, '👍')).toMatchObject({
      reacted: {
        reactions: [
          { emoji: '👍', count: 2, people: [{ id: ada.id }, { id: bo.id }] },
          { emoji: '🎉', count: 1, people: [{ id: bo.id }] },
        ],
      },
    });
    expect((await seen(bo, roomId, id)).viewerReactions.sort()).toEqual(['👍', '🎉'].sort());
    expect(await unreact(bo, id, '🎉')).toMatchObject({ unreacted: { reactions: [{ emoji: '👍', count: 2 }], viewerReactions: ['👍'] } });
    expect((await state(ada, roomId)).unreadCount).toBe(1);
  });

  test('of somebody in a block with the reader is neither shown nor counted, nor are they named', async () => {
    const { owner, ada, bo, roomId } = await quartet();
    const { id } = await say(owner, { roomId, text: 'Ada and Bo', mentionedUserIds: [ada.id, bo.id] });
    await react(ada, id, '👍');
    await world.block(bo, ada);
    expect(await seen(bo, roomId, id)).toMatchObject({ reactions: [], mentions: [{ id: bo.id }] });
    expect(await seen(ada, roomId, id)).toMatchObject({ reactions: [{ count: 1 }], mentions: [{ id: ada.id }] });
    expect(await seen(owner, roomId, id)).toMatchObject({ reactions: [{ count: 1 }], mentions: [{ id: ada.id }, { id: bo.id }] });
  });

  test('must be one emoji, on a message that is there, from somebody who may react', async () => {
    const { owner, ada, stranger, roomId } = await quartet();
    const { id } = await world.say(owner, roomId, 'Hello');
    for (const emoji of ['a', '', '👍👍', 'no', '\u200b'])
      expect(await react(ada, id, emoji)).toMatchObject({ __typename: 'InvalidInput' });
    for (const emoji of ['👩‍👩‍👧', '🇨🇦', '1️⃣', '👍🏽'])
      expect(await react(ada, id, emoji)).toMatchObject({ __typename: 'ReactToMessageSuccess' });
    expect(await react(stranger, id, '👍')).toMatchObject({ __typename: 'NotFound' });
    await remove(owner, id);
    expect(await react(ada, id, '👍')).toMatchObject({ __typename: 'NotFound' });
  });

  test('is one of at most twenty different ones', async () => {
    const { owner, ada, roomId } = await quartet();
    const { id } = await world.say(owner, roomId, 'Hello');
    const signs = Array.from({ length: 21 }, (_, n) => String.fromCodePoint(0x1f600 + n));
    const outcomes = await Promise.all(signs.map((emoji) => react(ada, id, emoji)));
    expect(outcomes.filter(({ __typename }) => __typename === 'ReactToMessageSuccess')).toHaveLength(20);
    expect(outcomes.filter(({ __typename }) => __typename === 'NotAllowed')).toHaveLength(1);
  });
});

describe('a pin', () => {
  test('is for who looks after the room, and between two for both', async () => {
    const { owner, ada, bo, roomId } = await quartet();
    const { id } = await world.say(ada, roomId, 'We meet at noon');
    expect(await pin(ada, id)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await pin(owner, id)).toMatchObject({ pinned: { pinnedAt: expect.any(String) } });
    expect((await state(bo, roomId)).pinnedMessages).toEqual([{ id }]);
    expect(await unpin(owner, id)).toMatchObject({ unpinned: { pinnedAt: null } });
    const direct = await world.directRoom(ada, bo);
    const said = await world.say(ada, direct, 'My address');
    expect(await pin(bo, said.id)).toMatchObject({ __typename: 'PinMessageSuccess' });
  });
});

describe('an answer and a name', () => {
  test('an answer shows what it answers, of the same room alone', async () => {
    const { ada, bo, roomId } = await quartet();
    const asked = await world.say(ada, roomId, 'When?');
    const answered = await say(bo, { roomId, text: 'At noon', replyToId: asked.id });
    expect((await seen(ada, roomId, answered.id)).replyTo).toEqual({ id: asked.id, text: 'When?' });
    const elsewhere = await world.say(ada, await world.directRoom(ada, bo), 'secret');
    const input = { roomId, text: 'See', clientMessageId: 'x', replyToId: elsewhere.id };
    expect((await world.run(bo, SendMessageDocument, { input })).sendMessage).toMatchObject({ __typename: 'InvalidInput' });
  });

  test('who is named, is in the room and wants to hear of it is told, in a room of any size; who is named by an edit, too', async () => {
    const { owner, ada, bo, stranger, roomId } = await quartet();
    const said = await say(owner, { roomId, text: 'Ada, you?', mentionedUserIds: [ada.id, stranger.id] });
    expect(said).toBeTruthy();
    await edit(owner, { messageId: said.id, text: 'Ada, Bo, you?', mentionedUserIds: [ada.id, bo.id] });
    const told = await world.sql<{ payload: { userIds: string[]; sequence: number } }>(
      `SELECT payload FROM outbox WHERE topic = 'message.mentioned' AND key = $1 ORDER BY sequence`,
      [roomId],
    );
    expect(told.map(({ payload }) => payload.userIds)).toEqual([[ada.id], [bo.id]]);
  });
});

test('what a moderator removed after a report is neither changed nor read in what it said before; taken back, it is not put back', async () => {
  const { owner, ada, roomId } = await quartet();
  const { id } = await world.say(ada, roomId, 'bad');
  await edit(ada, { messageId: id, text: 'worse' });
  const decide = (outcome: 'REMOVED' | 'RESTORED') =>
    world.tell('case.decided', id, { kind: 'MESSAGE', subjectId: id, outcome, decidedAt: world.clock.now().toISOString() });
  await decide('REMOVED');
  expect(await seen(owner, roomId, id)).toMatchObject({ text: null, versions: null });
  expect(await edit(ada, { messageId: id, text: 'again' })).toMatchObject({ __typename: 'NotFound' });
  expect(await remove(ada, id)).toMatchObject({ __typename: 'DeleteMessageSuccess' });
  world.clock.advance(1_000);
  await decide('RESTORED');
  expect(await seen(owner, roomId, id)).toMatchObject({ text: null, deletedBy: 'SENDER' });
});

test('an erased person leaves no text, no version, no sign and no name', async () => {
  const { owner, ada, roomId } = await quartet();
  const mine = await world.say(ada, roomId, 'private');
  await edit(ada, { messageId: mine.id, text: 'less private' });
  const other = await say(owner, { roomId, text: 'Ada', mentionedUserIds: [ada.id] });
  await react(ada, other.id, '👍');
  await world.tell('user.erased', ada.id, { userId: ada.id });
  expect(await seen(owner, roomId, mine.id)).toMatchObject({ text: null, sender: null, versions: null });
  expect(await seen(owner, roomId, other.id)).toMatchObject({ mentions: [], reactions: [] });
  expect(await world.sql('SELECT 1 FROM message_versions WHERE message_id = $1', [mine.id])).toEqual([]);
  expect(await world.sql('SELECT 1 FROM room_changes WHERE user_id = $1', [ada.id])).toEqual([]);
});
