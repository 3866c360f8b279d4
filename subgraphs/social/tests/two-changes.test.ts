import type { Viewer } from '@marquee/platform';
import type { Data } from '@marquee/platform/testing';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

/** Two mutations of one request, the second of which shows what the first has changed. */
const both = async (viewer: Viewer, first: string, second: string, variables: Record<string, unknown>): Promise<Data> => {
  const names = Object.keys(variables).map((name) => `$${name}: ID!`);
  const header = names.length > 0 ? `(${names.join(', ')})` : '';
  return (await world.run(viewer, `mutation${header} { a: ${first} b: ${second} }`, variables)).b;
};

describe('the second of two mutations in one request shows what the first has changed:', () => {
  let ada: Viewer;
  let bo: Viewer;
  beforeEach(async () => {
    ada = await world.person();
    bo = await world.person();
  });

  test('follow, unfollow', async () => {
    const seen = 'user { viewerFollows followers(first: 5) { totalCount nodes { id } } }';
    const follow = `follow(input: { userId: $id }) { ... on FollowSuccess { ${seen} } }`;
    const unfollow = `unfollow(input: { userId: $id }) { ... on UnfollowSuccess { ${seen} } }`;
    expect(await both(ada, follow, unfollow, { id: bo.id })).toEqual({
      user: { viewerFollows: false, followers: { totalCount: 0, nodes: [] } },
    });
    expect(await both(ada, unfollow, follow, { id: bo.id })).toEqual({
      user: { viewerFollows: true, followers: { totalCount: 1, nodes: [{ id: ada.id }] } },
    });
  });

  test('requestConnection, endConnection, respondToConnection', async () => {
    const seen = 'connection { status version requester { viewerConnection { status } } addressee { viewerConnection { status } } }';
    const ask = (type: string) =>
      `requestConnection(input: { userId: $id, type: ${type} }) { ... on RequestConnectionSuccess { ${seen} } ... on AlreadyConnected { ${seen} } }`;
    expect(await both(ada, ask('FRIEND'), ask('FAMILY'), { id: bo.id })).toMatchObject({ connection: { status: 'PENDING', version: 1 } });
    const [{ id: connectionId }] = (await world.sql(`SELECT id FROM connections WHERE requester_id = $1 AND type = 'FRIEND'`, [
      ada.id,
    ])) as [{ id: string }];
    const accept = `respondToConnection(input: { connectionId: $c, response: ACCEPT }) { ... on RespondToConnectionSuccess { ${seen} } }`;
    const end = `endConnection(input: { connectionId: $c }) { ... on EndConnectionSuccess { ${seen} } }`;
    expect(await both(bo, accept, end, { c: connectionId })).toMatchObject({
      connection: { status: 'REMOVED', version: 3, requester: { viewerConnection: { status: 'PENDING' } } },
    });
  });

  test('blockUser, unblockUser', async () => {
    await world.befriend(ada, bo);
    const seen = 'user { friends(first: 5) { totalCount } viewerConnection { status } }';
    const block = `blockUser(input: { userId: $id }) { ... on BlockUserSuccess { ${seen} } }`;
    const unblock = `unblockUser(input: { userId: $id }) { ... on UnblockUserSuccess { ${seen} } }`;
    expect(await both(ada, block, unblock, { id: bo.id })).toEqual({
      user: { friends: { totalCount: 0 }, viewerConnection: { status: 'REMOVED' } },
    });
    expect(await both(ada, unblock, block, { id: bo.id })).toEqual({ user: { friends: null, viewerConnection: null } });
  });

  test('createGroup, joinGroup, leaveGroup, inviteToGroup, removeFromGroup', async () => {
    const groups = 'members(first: 5) { totalCount nodes { user { groups(first: 5) { totalCount } } } }';
    const make = (name: string) =>
      `createGroup(input: { name: "${name}", privacy: PUBLIC }) { ... on CreateGroupSuccess { group { ${groups} } } }`;
    expect(await both(ada, make('one'), make('two'), {})).toEqual({
      group: { members: { totalCount: 1, nodes: [{ user: { groups: { totalCount: 2 } } }] } },
    });

    const { id } = await world.group(ada);
    const seen = 'group { memberCount viewerMembership { role } members(first: 5) { totalCount } chatRoom { id } }';
    const join = `joinGroup(input: { groupId: $g }) { ... on JoinGroupSuccess { ${seen} } }`;
    const leave = `leaveGroup(input: { groupId: $g }) { ... on LeaveGroupSuccess { deletedId } }`;
    expect(await both(bo, join, leave, { g: id })).toEqual({ deletedId: id });
    expect(await both(bo, leave, join, { g: id })).toEqual({
      group: { memberCount: 2, viewerMembership: { role: 'MEMBER' }, members: { totalCount: 2 }, chatRoom: { id: expect.any(String) } },
    });
    const remove = `removeFromGroup(input: { groupId: $g, userId: $u }) { ... on RemoveFromGroupSuccess { ${seen} } }`;
    const invite = `inviteToGroup(input: { groupId: $g, userId: $u }) { ... on InviteToGroupSuccess { invitation { group { memberCount } } } }`;
    expect(await both(ada, remove, remove, { g: id, u: bo.id })).toMatchObject({ group: { memberCount: 1, members: { totalCount: 1 } } });
    expect(await both(ada, remove, invite, { g: id, u: bo.id })).toEqual({ invitation: { group: { memberCount: 1 } } });
  });

  test('openDirectRoom, sendMessage, markRead, banFromRoom', async () => {
    const { roomId } = await world.group(ada, [bo]);
    await world.say(bo, roomId, 'hello');
    const seen = 'lastSequence unreadCount lastMessage { text } messages(last: 5) { totalCount }';
    const send = (text: string) =>
      `sendMessage(input: { roomId: $r, text: "${text}", clientMessageId: "${text}" }) { ... on SendMessageSuccess { sent { sequence room { ${seen} } } } }`;
    const read = 'markRead(input: { roomId: $r, sequence: 1 }) { ... on MarkReadSuccess { room { unreadCount } } }';
    expect(await both(ada, read, send('one'), { r: roomId })).toEqual({
      sent: { sequence: 2, room: { lastSequence: 2, unreadCount: 0, lastMessage: { text: 'one' }, messages: { totalCount: 2 } } },
    });
    expect(await both(ada, send('two'), send('three'), { r: roomId })).toMatchObject({ sent: { sequence: 4, room: { lastSequence: 4 } } });
    expect(await both(bo, 'setTyping(roomId: $r, isTyping: true)', read, { r: roomId })).toEqual({ room: { unreadCount: 3 } });
    const open = `openDirectRoom(input: { userId: $id }) { ... on OpenDirectRoomSuccess { room { members(first: 5) { totalCount } } } }`;
    const block = `blockUser(input: { userId: $id }) { __typename }`;
    expect(await both(ada, open, open, { id: bo.id })).toEqual({ room: { members: { totalCount: 2 } } });
    expect(await both(ada, block, open, { id: bo.id })).toEqual({});

    const eventId = await world.event(ada);
    const [first, second] = [await world.person(), await world.person()];
    for (const guest of [first, second]) await world.attends(eventId, guest, 'GOING');
    const [room] = (await world.sql('SELECT id FROM rooms WHERE event_id = $1', [eventId])) as [{ id: string }];
    const ban = (variable: string) =>
      `banFromRoom(input: { roomId: $r, userId: $${variable} }) { ... on BanFromRoomSuccess { room { members(first: 5) { totalCount } } } }`;
    expect(await both(ada, ban('x'), ban('y'), { r: room.id, x: first.id, y: second.id })).toEqual({
      room: { members: { totalCount: 1 } },
    });
  });

  test('heartbeat, setPresence', async () => {
    const set = 'setPresence(input: { state: BUSY }) { ... on SetPresenceSuccess { presence { state user { presence { state } } } } }';
    expect(await both(ada, 'heartbeat { ... on HeartbeatSuccess { presence { state } } }', set, {})).toEqual({
      presence: { state: 'BUSY', user: { presence: { state: 'BUSY' } } },
    });
    const away = 'setPresence(input: { state: AWAY }) { ... on SetPresenceSuccess { presence { state } } }';
    expect(await both(ada, away, 'heartbeat { ... on HeartbeatSuccess { presence { state } } }', {})).toEqual({
      presence: { state: 'AWAY' },
    });
  });
});

test('ids in capitals are found on every path', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const connectionId = await world.befriend(ada, bo);
  const { id, roomId } = await world.group(ada, [bo]);
  const { id: messageId } = await world.say(bo, roomId, 'hello');
  const shout = (text: string) => text.toUpperCase();
  expect(
    await world.run(ada, 'query($g: ID!, $r: ID!) { group(id: $g) { id } chatRoom(id: $r) { id } }', { g: shout(id), r: shout(roomId) }),
  ).toEqual({ group: { id }, chatRoom: { id: roomId } });
  for (const [__typename, entityId] of [
    ['Relationship', connectionId],
    ['Group', id],
    ['ChatRoom', roomId],
    ['Message', messageId],
  ] as const) {
    const { data } = await world.entity(ada, { __typename, id: shout(entityId) }, '{ id }');
    expect(data!._entities).toEqual([{ id: entityId }]);
  }
  const { data } = await world.entity(
    ada,
    { __typename: 'User', id: shout(bo.id) },
    '{ id viewerConnection { status } presence { state } }',
  );
  expect(data!._entities).toEqual([{ id: bo.id, viewerConnection: { status: 'ACCEPTED' }, presence: { state: 'OFFLINE' } }]);
  const input = { roomId: shout(roomId), sequence: 1 };
  const { markRead } = await world.run(
    ada,
    'mutation($input: MarkReadInput!) { markRead(input: $input) { ... on MarkReadSuccess { room { unreadCount } } } }',
    { input },
  );
  expect(markRead).toEqual({ room: { unreadCount: 0 } });
});
