import type { Viewer } from '@marquee/platform';
import type { Data } from '@marquee/platform/testing';
import { BlockUserDocument, FollowDocument, InviteToGroupDocument, RequestConnectionDocument } from './generated/documents';
import { startWorld, type World } from './world';

let world: World;
/** The viewer, who has five of everything. */
let ada: Viewer;
/** A friend who has the same friends. */
let peer: Viewer;
let group: { id: string; roomId: string };
let event: string;

beforeAll(async () => {
  world = await startWorld();
  ada = await world.person();
  peer = await world.person();
  await world.befriend(ada, peer);
  group = await world.group(ada);
  event = await world.event(ada);
  for (let n = 0; n < 5; n++) {
    // Two at each moment: the cursor has to tell them apart.
    if (n % 2 === 0) world.clock.advance(1_000);
    const [friend, asked, foe, fan] = [await world.person(), await world.person(), await world.person(), await world.person()];
    await world.befriend(ada, friend);
    await world.befriend(peer, friend);
    await world.run(ada, RequestConnectionDocument, { input: { userId: asked.id } });
    await world.run(ada, BlockUserDocument, { input: { userId: foe.id } });
    await world.run(fan, FollowDocument, { input: { userId: ada.id } });
    await world.run(ada, FollowDocument, { input: { userId: fan.id } });
    const theirs = await world.group(friend, [ada]);
    await world.run(friend, InviteToGroupDocument, { input: { groupId: (await world.group(friend)).id, userId: ada.id } });
    await world.say(friend, theirs.roomId, 'hello');
    await world.say(ada, group.roomId, `message ${n}`);
    await world.directRoom(ada, friend);
    await world.attends(event, friend, 'GOING');
  }
});

type Owner = 'query' | 'viewer' | 'friend' | 'group' | 'room' | 'event';
const idOf = (owner: Owner): string => ({ query: '', viewer: ada.id, friend: peer.id, group: group.id, room: group.roomId, event })[owner];
const inEntity = (type: string) => (list: string) =>
  `_entities(representations: [{ __typename: "${type}", id: $of }]) { ... on ${type} { ${list} } }`;

test.each<[list: string, owner: Owner, place: (list: string) => string, node: string, total: number | null]>([
  ['connections', 'query', (list) => list, 'id', 11],
  ['blockedPeople', 'query', (list) => list, 'id', 5],
  ['groups', 'query', (list) => list, 'id', 11],
  ['groupInvitations', 'query', (list) => list, 'group { id }', 5],
  ['chatRooms', 'query', (list) => list, 'id', 12],
  ['friends', 'viewer', inEntity('User'), 'id', 6],
  ['mutualFriends', 'friend', inEntity('User'), 'id', 5],
  ['followers', 'viewer', inEntity('User'), 'id', 5],
  ['following', 'viewer', inEntity('User'), 'id', 5],
  ['groups', 'viewer', inEntity('User'), 'id', 6],
  ['members', 'group', (list) => `group(id: $of) { ${list} }`, 'user { id }', 1],
  ['members', 'room', (list) => `chatRoom(id: $of) { ${list} }`, 'user { id }', 1],
  ['messages', 'room', (list) => `chatRoom(id: $of) { ${list} }`, 'id', 5],
  ['activity', 'event', inEntity('Event'), 'id', null],
])(
  '%s of %s are read page by page, both ways the same, and counted where an index counts them (S7)',
  async (list, owner, place, node, total) => {
    const of = idOf(owner);
    const selection = `{ nodes { ${node} } ${total === null ? '' : 'totalCount'} pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;
    const query = `query(${of ? '$of: ID!, ' : ''}$first: Int, $after: String, $last: Int, $before: String) {
    ${place(`${list}(first: $first, after: $after, last: $last, before: $before) ${selection}`)} }`;
    const page = async (args: Record<string, unknown>): Promise<Data> => {
      const [found] = Object.values(await world.run(ada, query, { ...(of ? { of } : {}), ...args })).flat();
      return found[list] ?? found;
    };
    const forward: unknown[] = [];
    for (let after: string | null = null; ;) {
      const { nodes, pageInfo, totalCount }: Data = await page({ first: 2, after });
      forward.push(...nodes);
      if (total !== null) expect(totalCount).toBe(total);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    const backward: unknown[] = [];
    for (let before: string | null = null; ;) {
      const { nodes, pageInfo }: Data = await page({ last: 2, before });
      backward.unshift(...nodes);
      if (!pageInfo.hasPreviousPage) break;
      before = pageInfo.startCursor;
    }
    expect(backward).toEqual(forward);
    expect(new Set(forward.map((one) => JSON.stringify(one))).size).toBe(forward.length);
    if (total !== null) expect(forward).toHaveLength(total);
  },
);
