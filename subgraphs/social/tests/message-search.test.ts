import type { Viewer } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  DeleteMessageDocument,
  EditMessageDocument,
  OpenDirectRoomDocument,
  PinnedRoomsDocument,
  PinRoomDocument,
  RemoveFromGroupDocument,
  RoomsChangedDocument,
  SearchMessagesDocument,
  UnpinRoomDocument,
  UpdateRoomSettingsDocument,
  JoinGroupDocument,
} from './generated/documents';
import { as, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

interface Where {
  roomId?: string;
  first?: number;
  after?: string | null;
}

const search = async (who: Viewer, query: string, where: Where = {}) =>
  (await world.run(who, SearchMessagesDocument, { query, ...where })).searchMessages;
const found = async (who: Viewer, query: string, where: Where = {}) => (await search(who, query, where)).nodes.map(({ text }) => text);
const couple = async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const { id: groupId, roomId } = await world.group(ada, [bo]);
  return { ada, bo, groupId, roomId };
};
/** One behind the other in time. */
async function say(who: Viewer, roomId: string, ...texts: string[]) {
  const said = [];
  for (const text of texts) {
    said.push(await world.say(who, roomId, text));
    world.clock.advance(1_000);
  }
  return said;
}

describe('messages are searched (X39)', () => {
  test.each<[string, string, boolean]>([
    ['sail', 'We are sailing tomorrow', true],
    ['sailing', 'The ferry sails at nine', true],
    ['CREME brulee', 'Crème Brûlée for everybody', true],
    ['chanterons', 'Nous allons chanter', true],
    ['Häuser', 'Ein Haus am See', true],
    ['corriendo', 'Vamos a correr', true],
    ['ferry tomorrow', 'The ferry sails at nine', false],
    ['ail', 'We are sailing', false],
    ["sail's & | ! <-> :*", 'We sail, and that is all', true],
    ['東京', '東京タワーで会いましょう', true],
  ])('%s in "%s": %s', async (query, text, isFound) => {
    const { bo, ada, roomId } = await couple();
    await say(ada, roomId, 'Something else', text);
    expect(await found(bo, query)).toEqual(isFound ? [text] : []);
  });

  test.each(['room', 'rooms', 'ro', 'Room 1'])('"%s" finds what was said, not each message for being in a room', async (query) => {
    const { bo, ada, roomId } = await couple();
    await say(ada, roomId, 'Something else', 'The room 101');
    expect([await found(bo, query), await found(bo, query, { roomId })]).toEqual([['The room 101'], ['The room 101']]);
  });

  test('newest first, page by page, in all rooms or in one, in the same number of statements', async () => {
    const { ada, bo, roomId } = await couple();
    const direct = await world.directRoom(ada, bo);
    await say(ada, roomId, 'lantern 1', 'lantern 2');
    await say(bo, direct, 'lantern 3');
    await say(ada, roomId, 'lantern 4');
    const first = await search(bo, 'lantern', { first: 3 });
    expect(first.nodes.map(({ text, room }) => [text, room!.id])).toEqual([
      ['lantern 4', roomId],
      ['lantern 3', direct],
      ['lantern 2', roomId],
    ]);
    expect(await found(bo, 'lantern', { first: 3, after: first.pageInfo.endCursor })).toEqual(['lantern 1']);
    expect(await found(bo, 'lantern', { roomId: direct })).toEqual(['lantern 3']);
    const { statements } = await countStatements(world.subgraph, () => search(bo, 'lantern'));
    expect(statements).toBe(3);
  });

  test('only what the viewer can read: not what is deleted, changed, before they came, of people in a block, nor in rooms of others', async () => {
    const { ada, bo, groupId, roomId } = await couple();
    const foe = await world.person();
    await world.run(foe, JoinGroupDocument, { input: { groupId } });
    const [gone, changed] = await say(ada, roomId, 'lantern gone', 'lantern changed', 'lantern stays');
    await say(foe, roomId, 'lantern of a foe');
    await world.run(ada, DeleteMessageDocument, { input: { messageId: gone!.id } });
    await world.run(ada, EditMessageDocument, { input: { messageId: changed!.id, text: 'lamp' } });
    await world.block(bo, foe);
    expect([await found(bo, 'lantern'), await found(bo, 'lamp')]).toEqual([['lantern stays'], ['lamp']]);
    expect(await found(foe, 'lantern')).toEqual(['lantern of a foe', 'lantern stays']);
    await world.run(ada, UpdateRoomSettingsDocument, { input: { roomId, historyFromJoining: true } });
    const late = await world.person();
    await world.run(late, JoinGroupDocument, { input: { groupId } });
    await say(ada, roomId, 'lantern for all');
    expect([await found(late, 'lantern'), await found(late, 'lantern', { roomId })]).toEqual([['lantern for all'], ['lantern for all']]);
    await world.run(ada, RemoveFromGroupDocument, { input: { groupId, userId: late.id } });
    for (const who of [late, await world.person()])
      expect([await found(who, 'lantern'), await found(who, 'lantern', { roomId })]).toEqual([[], []]);
    await world.tellPerson(bo.id, { version: 2, active: false });
    expect(await found(bo, 'lantern')).toEqual([]);
    await world.tell('user.erased', ada.id, { userId: ada.id });
    expect(await found(foe, 'lantern')).toEqual(['lantern of a foe']);
  });

  test('a request is searched by its room alone, a room of two whose other one is blocked by who blocked them', async () => {
    const [ada, bo] = [await world.person(), await world.person()];
    const { openDirectRoom } = await world.run(bo, OpenDirectRoomDocument, { input: { userId: ada.id } });
    const roomId = as(openDirectRoom, 'OpenDirectRoomSuccess').room.id;
    await say(bo, roomId, 'lantern');
    expect([await found(ada, 'lantern'), await found(ada, 'lantern', { roomId })]).toEqual([[], ['lantern']]);
    await world.block(ada, bo);
    expect([await found(ada, 'lantern', { roomId }), await found(bo, 'lantern', { roomId })]).toEqual([['lantern'], []]);
  });

  test.each([
    ['', 'BAD_USER_INPUT'],
    ['! ?', 'BAD_USER_INPUT'],
    ['a b c d e f g h i j k', 'BAD_USER_INPUT'],
  ])('%j is refused, and visitors', async (query) => {
    const ada = await world.person();
    const { errors } = await world.execute(ada, print(SearchMessagesDocument), { query });
    expect(errors).toHaveLength(1);
    const visitor = await world.execute(null, print(SearchMessagesDocument), { query: 'x' });
    expect(visitor.errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
  });
});

describe('rooms are pinned', () => {
  const pin = async (who: Viewer, roomId: string, idempotencyKey?: string) =>
    (await world.run(who, PinRoomDocument, { input: { roomId, idempotencyKey: idempotencyKey ?? null } })).pinRoom;
  const unpin = async (who: Viewer, roomId: string) => (await world.run(who, UnpinRoomDocument, { input: { roomId } })).unpinRoom;
  const pinned = async (who: Viewer, isPinned: boolean) =>
    (await world.run(who, PinnedRoomsDocument, { pinned: isPinned })).chatRooms.nodes.map(({ id }) => id);

  test('in the list of who pins them alone, until they take the pin away; devices are told', async () => {
    const { ada, bo, roomId } = await couple();
    const other = (await world.group(bo)).roomId;
    const stream = await world.subscribe(bo, print(RoomsChangedDocument), {});
    await stream.next();
    expect(await pin(bo, roomId)).toMatchObject({ room: { viewerState: { pinnedAt: expect.any(String) } } });
    // Others may be told anew beside it.
    const told = (await stream.next()) as unknown as { data: { roomsChanged: { rooms: { id: string }[] } } };
    expect(told.data.roomsChanged.rooms.map(({ id }) => id)).toContain(roomId);
    await stream.close();
    expect([await pinned(bo, true), await pinned(bo, false), await pinned(ada, true)]).toEqual([[roomId], [other], []]);
    const at = as(await pin(bo, roomId), 'PinRoomSuccess').room.viewerState.pinnedAt;
    world.clock.advance(1_000);
    expect(as(await pin(bo, roomId), 'PinRoomSuccess').room.viewerState.pinnedAt).toBe(at);
    for (let n = 0; n < 2; n++) expect(await unpin(bo, roomId)).toMatchObject({ room: { viewerState: { pinnedAt: null } } });
    expect(await pinned(bo, true)).toEqual([]);
  });

  test('twenty at most, also at once; others’ rooms are not found; a key is for one room', async () => {
    const ada = await world.person();
    const rooms: string[] = [];
    for (let n = 0; n < 22; n++) rooms.push((await world.group(await world.person())).roomId);
    await world.sql(`INSERT INTO room_members (room_id, user_id, role, joined_at) SELECT unnest($1::uuid[]), $2, 'MEMBER', now()`, [
      rooms,
      ada.id,
    ]);
    for (const room of rooms.slice(0, 18)) await pin(ada, room);
    const answers = await Promise.all(rooms.slice(18).map((room) => pin(ada, room)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['NotAllowed', 'NotAllowed', 'PinRoomSuccess', 'PinRoomSuccess']);
    expect(await pinned(ada, true)).toHaveLength(20);
    expect(await pin(await world.person(), rooms[0]!)).toMatchObject({ __typename: 'NotFound' });
    await pin(ada, rooms[0]!, 'k');
    expect(await pin(ada, rooms[1]!, 'k')).toMatchObject({ __typename: 'KeyReused' });
    const { errors } = await world.execute(null, print(PinRoomDocument), { input: { roomId: rooms[0]! } });
    expect(errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
  });
});
