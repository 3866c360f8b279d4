import type { Viewer } from '@marquee/platform';
import { CREATE_GROUP, DAY, JOIN, ROOM, startWorld, type World } from './fixtures/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const GROUP = `query($id: ID!) { group(id: $id) { id name privacy memberCount viewerMembership { role }
  members(first: 10) { nodes { user { id } role } } chatRoom { id } } }`;
const group = async (viewer: Viewer | null, id: string) => (await world.run(viewer, GROUP, { id })).group;
const join = async (viewer: Viewer, groupId: string) => (await world.run(viewer, JOIN, { input: { groupId } })).joinGroup;
const leave = (viewer: Viewer, groupId: string) =>
  world.run(viewer, 'mutation($input: GroupInput!) { leaveGroup(input: $input) { __typename ... on LeaveGroupSuccess { groupId } } }', {
    input: { groupId },
  });
const withPerson = async (field: 'inviteToGroup' | 'removeFromGroup', viewer: Viewer, groupId: string, userId: string) =>
  (
    await world.run(viewer, `mutation($input: GroupPersonInput!) { ${field}(input: $input) { __typename ... on UserError { code } } }`, {
      input: { groupId, userId },
    })
  )[field].__typename;
const factsOf = (groupId: string) =>
  world
    .sql(`SELECT payload FROM outbox WHERE topic = 'group.member_changed' AND key = $1 ORDER BY sequence`, [groupId])
    .then((rows) => rows.map(({ payload }) => [payload.userId, payload.version, payload.role]));

test('a group is private and has 50 places unless said otherwise; its room is open to its maker', async () => {
  const ada = await world.person();
  const { createGroup } = await world.run(ada, CREATE_GROUP, { input: { name: '  Night owls ' } });
  expect(createGroup.group).toMatchObject({
    name: 'Night owls',
    privacy: 'PRIVATE',
    maxMembers: 50,
    memberCount: 1,
    viewerMembership: { role: 'OWNER' },
  });
  expect(createGroup.group.chatRoom).toMatchObject({ id: expect.any(String), name: 'Night owls' });
  for (const input of [
    { name: '' },
    { name: 'x', maxMembers: 1 },
    { name: 'x', maxMembers: 501 },
    { name: 'x', description: 'y'.repeat(2_001) },
  ]) {
    expect((await world.run(ada, CREATE_GROUP, { input })).createGroup.__typename).toBe('InvalidInput');
  }
});

test('each privacy lets in and shows itself to those it says', async () => {
  const [owner, friend, stranger] = [await world.person(), await world.person(), await world.person()];
  await world.befriend(owner, friend);
  const outcomes: Record<string, unknown> = {};
  for (const privacy of ['PUBLIC', 'FRIENDS_ONLY', 'PRIVATE', 'INVITE_ONLY']) {
    const { id } = await world.group(owner, [], { privacy });
    const sees = async (viewer: Viewer | null) => {
      const seen = await group(viewer, id);
      const byReference = (await world.entity(viewer, { __typename: 'Group', id }, '{ id members(first: 1) { nodes { role } } }')).data!
        ._entities[0];
      expect(byReference === null).toBe(seen === null);
      expect(seen?.chatRoom ?? null).toBeNull();
      return seen && (seen.members ? 'members' : 'outline');
    };
    outcomes[privacy] = [
      await sees(friend),
      await sees(stranger),
      await sees(null),
      (await join(friend, id)).__typename,
      (await join(stranger, id)).__typename,
    ];
  }
  expect(outcomes).toEqual({
    PUBLIC: ['members', 'members', 'members', 'JoinGroupSuccess', 'JoinGroupSuccess'],
    FRIENDS_ONLY: ['outline', null, null, 'JoinGroupSuccess', 'NotFound'],
    PRIVATE: [null, null, null, 'NotFound', 'NotFound'],
    INVITE_ONLY: ['outline', 'outline', 'outline', 'InvitationNeeded', 'InvitationNeeded'],
  });
});

test('an invitation shows a private group and lets into it, for 30 days', async () => {
  const own = await startWorld();
  const [owner, guest, late] = [await own.person(), await own.person(), await own.person()];
  const { id } = await own.group(owner, [], { privacy: 'PRIVATE' });
  const invite = (userId: string) =>
    own.run(
      owner,
      'mutation($input: GroupPersonInput!) { inviteToGroup(input: $input) { ... on InviteToGroupSuccess { invitation { group { id } expiresAt } } } }',
      {
        input: { groupId: id, userId },
      },
    );
  expect((await invite(guest.id)).inviteToGroup.invitation).toEqual({
    group: { id },
    expiresAt: new Date(own.clock.now().getTime() + 30 * DAY).toISOString(),
  });
  await invite(late.id);
  const invitations = '{ groupInvitations { group { id name members(first: 1) { nodes { role } } } inviter { id } } }';
  expect((await own.run(guest, invitations)).groupInvitations).toEqual([
    { group: { id, name: 'Chess in the park', members: null }, inviter: { id: owner.id } },
  ]);
  expect((await own.run(guest, JOIN, { input: { groupId: id } })).joinGroup.__typename).toBe('JoinGroupSuccess');
  expect((await own.run(guest, invitations)).groupInvitations).toEqual([]);
  own.clock.advance(30 * DAY);
  expect((await own.run(late, invitations)).groupInvitations).toEqual([]);
  expect((await own.run(late, JOIN, { input: { groupId: id } })).joinGroup.__typename).toBe('NotFound');
});

test('who may invite and remove follows from the rank, and a removed member comes back by invitation only', async () => {
  const [owner, member, other, stranger] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const { id, roomId } = await world.group(owner, [member, other]);
  expect(await withPerson('removeFromGroup', member, id, other.id)).toBe('NotAllowed');
  expect(await withPerson('removeFromGroup', stranger, id, other.id)).toBe('NotAllowed');
  expect(await withPerson('removeFromGroup', owner, id, owner.id)).toBe('NotAllowed');
  expect(await withPerson('removeFromGroup', owner, id, other.id)).toBe('RemoveFromGroupSuccess');
  expect((await world.run(other, ROOM, { id: roomId })).chatRoom).toBeNull();
  expect((await join(other, id)).__typename).toBe('InvitationNeeded');
  expect(await withPerson('inviteToGroup', stranger, id, other.id)).toBe('NotAllowed');
  expect(await withPerson('inviteToGroup', member, id, other.id)).toBe('InviteToGroupSuccess');
  expect((await join(other, id)).group.memberCount).toBe(3);
  expect(await withPerson('inviteToGroup', member, id, other.id)).toBe('InvalidInput');
});

test('joining and leaving are told to the others, once each; the group passes on and closes with its last member', async () => {
  const [owner, second, third] = [await world.person(), await world.person(), await world.person()];
  const { id, roomId } = await world.group(owner);
  world.clock.advance(1_000);
  await join(second, id);
  await join(second, id);
  world.clock.advance(1_000);
  await join(third, id);
  expect((await leave(owner, id)).leaveGroup).toEqual({ __typename: 'LeaveGroupSuccess', groupId: id });
  await leave(owner, id);
  expect(await factsOf(id)).toEqual([
    [owner.id, 1, 'OWNER'],
    [second.id, 1, 'MEMBER'],
    [third.id, 1, 'MEMBER'],
    [second.id, 2, 'OWNER'],
    [owner.id, 2, null],
  ]);
  expect((await group(second, id)).viewerMembership.role).toBe('OWNER');
  expect((await world.run(owner, ROOM, { id: roomId })).chatRoom).toBeNull();
  await leave(third, id);
  await leave(second, id);
  expect(await group(second, id)).toBeNull();
  expect((await join(third, id)).__typename).toBe('NotFound');
});

test('a full group says so, and takes somebody again when a place is free', async () => {
  const [owner, second, third] = [await world.person(), await world.person(), await world.person()];
  const { id } = await world.group(owner, [second], { maxMembers: 2 });
  expect(await join(third, id)).toMatchObject({ __typename: 'GroupFull', code: 'NOT_ALLOWED_NOW', maxMembers: 2, retryable: true });
  await leave(second, id);
  expect((await join(third, id)).group.memberCount).toBe(2);
});

test("a person's groups are shown as far as the viewer may know of them, and public groups are listed newest first", async () => {
  const [owner, companion, stranger] = [await world.person(), await world.person(), await world.person()];
  world.clock.advance(1_000);
  const open = await world.group(owner);
  world.clock.advance(1_000);
  const hidden = await world.group(owner, [], { privacy: 'PRIVATE' });
  await withPerson('inviteToGroup', owner, hidden.id, companion.id);
  await join(companion, hidden.id);
  const groups = async (viewer: Viewer | null) =>
    (
      await world.run(
        viewer,
        'query($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { groups(first: 5) { nodes { id } } } } }',
        {
          id: owner.id,
        },
      )
    )._entities[0].groups.nodes.map((node: { id: string }) => node.id);
  expect(await groups(owner)).toEqual([hidden.id, open.id]);
  expect(await groups(companion)).toEqual([hidden.id, open.id]);
  expect(await groups(stranger)).toEqual([open.id]);
  expect(await groups(null)).toEqual([open.id]);
  world.clock.advance(1_000);
  const newest = await world.group(owner, [], { privacy: 'INVITE_ONLY' });
  const listed = (await world.run(null, '{ groups(first: 2) { nodes { id } pageInfo { endCursor hasNextPage } } }')).groups;
  expect(listed.nodes.map((node: { id: string }) => node.id)).toEqual([newest.id, open.id]);
});
