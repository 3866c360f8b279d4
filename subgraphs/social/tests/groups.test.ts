import type { Viewer } from '@marquee/platform';
import {
  CreateGroupDocument,
  GroupDocument,
  GroupInvitationsDocument,
  InviteToGroupDocument,
  JoinGroupDocument,
  LeaveGroupDocument,
  RemoveFromGroupDocument,
  RoomDocument,
} from './generated/documents';
import { as, DAY, NOW, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const group = async (viewer: Viewer | null, id: string) => (await world.run(viewer, GroupDocument, { id })).group;
const join = async (viewer: Viewer, groupId: string) => (await world.run(viewer, JoinGroupDocument, { input: { groupId } })).joinGroup;
const leave = async (viewer: Viewer, groupId: string) => (await world.run(viewer, LeaveGroupDocument, { input: { groupId } })).leaveGroup;
const invite = async (viewer: Viewer, groupId: string, userId: string) =>
  (await world.run(viewer, InviteToGroupDocument, { input: { groupId, userId } })).inviteToGroup.__typename;
const remove = async (viewer: Viewer, groupId: string, userId: string) =>
  (await world.run(viewer, RemoveFromGroupDocument, { input: { groupId, userId } })).removeFromGroup.__typename;
const factsOf = (groupId: string) =>
  world
    .sql(`SELECT payload FROM outbox WHERE topic = 'group.member_changed' AND key = $1 ORDER BY sequence`, [groupId])
    .then((rows) => rows.map(({ payload }) => [payload.userId, payload.version, payload.role]));

test('a group is private and has 50 places unless said otherwise; its room is open to its maker (S18)', async () => {
  const ada = await world.person();
  const { createGroup } = await world.run(ada, CreateGroupDocument, { input: { name: '  Night owls ' } });
  const made = as(createGroup, 'CreateGroupSuccess').group;
  expect(made).toMatchObject({
    name: 'Night owls',
    privacy: 'PRIVATE',
    maxMembers: 50,
    memberCount: 1,
    viewerMembership: { role: 'OWNER' },
  });
  expect(made.chatRoom).toMatchObject({ id: expect.any(String), name: 'Night owls' });
  for (const input of [
    { name: '' },
    { name: 'x', maxMembers: 1 },
    { name: 'x', maxMembers: 50_001 },
    { name: 'x', description: 'y'.repeat(2_001) },
  ]) {
    expect((await world.run(ada, CreateGroupDocument, { input })).createGroup.__typename).toBe('InvalidInput');
  }
});

test('each privacy lets in and shows itself to those it says (S18)', async () => {
  const [owner, friend, stranger] = [await world.person(), await world.person(), await world.person()];
  await world.befriend(owner, friend);
  const outcomes: Record<string, unknown> = {};
  for (const privacy of ['PUBLIC', 'FRIENDS_ONLY', 'PRIVATE', 'INVITE_ONLY'] as const) {
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

test('an invitation shows a private group and lets into it, for 30 days (S21)', async () => {
  const own = await startWorld();
  const [owner, guest, late] = [await own.person(), await own.person(), await own.person()];
  const { id } = await own.group(owner, [], { privacy: 'PRIVATE' });
  const inviteBy = async (userId: string) =>
    as((await own.run(owner, InviteToGroupDocument, { input: { groupId: id, userId } })).inviteToGroup, 'InviteToGroupSuccess').invitation;
  expect(await inviteBy(guest.id)).toEqual({ group: { id }, expiresAt: new Date(own.clock.now().getTime() + 30 * DAY).toISOString() });
  await inviteBy(late.id);
  expect((await own.run(guest, GroupInvitationsDocument, {})).groupInvitations).toEqual({
    nodes: [{ group: { id, name: 'Chess in the park', members: null }, inviter: { id: owner.id } }],
    totalCount: 1,
  });
  expect((await own.run(guest, JoinGroupDocument, { input: { groupId: id } })).joinGroup.__typename).toBe('JoinGroupSuccess');
  expect((await own.run(guest, GroupInvitationsDocument, {})).groupInvitations.nodes).toEqual([]);
  own.clock.advance(30 * DAY);
  expect((await own.run(late, GroupInvitationsDocument, {})).groupInvitations.nodes).toEqual([]);
  expect((await own.run(late, JoinGroupDocument, { input: { groupId: id } })).joinGroup.__typename).toBe('NotFound');
});

test('who may invite and remove follows from the rank, and a removed member comes back by invitation only', async () => {
  const [owner, member, other, stranger] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const { id, roomId } = await world.group(owner, [member, other]);
  expect(await remove(member, id, other.id)).toBe('NotAllowed');
  expect(await remove(stranger, id, other.id)).toBe('NotAllowed');
  expect(await remove(owner, id, owner.id)).toBe('NotAllowed');
  expect(await remove(owner, id, other.id)).toBe('RemoveFromGroupSuccess');
  expect((await world.run(other, RoomDocument, { id: roomId })).chatRoom).toBeNull();
  expect(await join(other, id)).toMatchObject({ __typename: 'InvitationNeeded', nextStep: 'ASK_ORGANISER' });
  expect(await invite(stranger, id, other.id)).toBe('NotAllowed');
  expect(await invite(member, id, other.id)).toBe('InviteToGroupSuccess');
  expect(as(await join(other, id), 'JoinGroupSuccess').group.memberCount).toBe(3);
  expect(await invite(member, id, other.id)).toBe('InvalidInput');
});

test('joining and leaving are told to the others, once each; the group passes on and closes with its last member', async () => {
  const [owner, second, third] = [await world.person(), await world.person(), await world.person()];
  const { id, roomId } = await world.group(owner);
  world.clock.advance(1_000);
  await join(second, id);
  await join(second, id);
  world.clock.advance(1_000);
  await join(third, id);
  expect(await leave(owner, id)).toEqual({ __typename: 'LeaveGroupSuccess', deletedId: id });
  await leave(owner, id);
  expect(await factsOf(id)).toEqual([
    [owner.id, 1, 'OWNER'],
    [second.id, 1, 'MEMBER'],
    [third.id, 1, 'MEMBER'],
    [second.id, 2, 'OWNER'],
    [owner.id, 2, null],
  ]);
  expect((await group(second, id))!.viewerMembership!.role).toBe('OWNER');
  expect((await world.run(owner, RoomDocument, { id: roomId })).chatRoom).toBeNull();
  await leave(third, id);
  await leave(second, id);
  expect(await group(second, id)).toBeNull();
  expect((await join(third, id)).__typename).toBe('NotFound');
});

test('a full group says so, and takes somebody again when a place is free', async () => {
  const [owner, second, third] = [await world.person(), await world.person(), await world.person()];
  const { id } = await world.group(owner, [second], { maxMembers: 2 });
  expect(await join(third, id)).toMatchObject({
    __typename: 'GroupFull',
    code: 'NOT_ALLOWED_NOW',
    maxMembers: 2,
    retryable: true,
    nextStep: 'WAIT',
  });
  await leave(second, id);
  expect(as(await join(third, id), 'JoinGroupSuccess').group.memberCount).toBe(2);
});

test("a person's groups are shown as far as the viewer may know of them, and public groups are listed newest first", async () => {
  const [owner, companion, stranger] = [await world.person(), await world.person(), await world.person()];
  world.clock.advance(1_000);
  const open = await world.group(owner);
  world.clock.advance(1_000);
  const hidden = await world.group(owner, [], { privacy: 'PRIVATE' });
  await invite(owner, hidden.id, companion.id);
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

test('joining that is repeated by somebody who may not see the group any more shows nothing of it', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const { id } = await world.group(ada, [], { privacy: 'PRIVATE' });
  expect(await invite(ada, id, bo.id)).toBe('InviteToGroupSuccess');
  const again = async () => (await world.run(bo, JoinGroupDocument, { input: { groupId: id, idempotencyKey: 'once' } })).joinGroup;
  expect(await again()).toMatchObject({ __typename: 'JoinGroupSuccess' });
  expect(await remove(ada, id, bo.id)).toBe('RemoveFromGroupSuccess');
  expect(await again()).toMatchObject({ __typename: 'NotFound' });
});

test('each invitation is told once it is made and once it is over, and versions only grow (S21)', async () => {
  const own = await startWorld();
  const [owner, guest, other] = [await own.person(), await own.person(), await own.person()];
  const { id } = await own.group(owner, [], { privacy: 'PRIVATE' });
  const invite = (userId: string) => own.run(owner, InviteToGroupDocument, { input: { groupId: id, userId } });
  await invite(guest.id);
  await own.run(guest, JoinGroupDocument, { input: { groupId: id } });
  await own.run(guest, LeaveGroupDocument, { input: { groupId: id } });
  await invite(guest.id);
  await own.block(guest, owner);
  await invite(other.id);
  await invite(other.id);
  own.clock.advance(30 * DAY);
  for (let n = 0; n < 2; n++) await own.subgraph.runJob('expire-invitations');
  await invite(other.id);
  await own.run(owner, LeaveGroupDocument, { input: { groupId: id } });
  const told = await own.sql(`SELECT payload FROM outbox WHERE topic = 'group.invitation_changed' AND key = $1 ORDER BY sequence`, [id]);
  expect(told.map(({ payload }) => [payload.userId, payload.version, payload.invited])).toEqual([
    [guest.id, 1, true],
    [guest.id, 2, false],
    [guest.id, 3, true],
    [guest.id, 4, false],
    [other.id, 1, true],
    [other.id, 2, false],
    [other.id, 3, true],
    [other.id, 4, false],
  ]);
  expect(told[0]!.payload).toMatchObject({ groupId: id, groupName: 'Chess in the park', invitedBy: owner.id });
});

test('a new account makes five groups in an hour, also at once and when it leaves them', async () => {
  const own = await startWorld();
  const ada = await own.person({ registeredAt: NOW.toISOString() });
  const answers = await Promise.all(
    Array.from({ length: 7 }, (_, n) =>
      own.run(ada, CreateGroupDocument, { input: { name: `Group ${n}` } }).then(({ createGroup }) => createGroup),
    ),
  );
  expect(answers.filter(({ __typename }) => __typename === 'TooManyRequests')).toHaveLength(2);
  for (const answer of answers)
    if (answer.__typename === 'CreateGroupSuccess') await own.run(ada, LeaveGroupDocument, { input: { groupId: answer.group.id } });
  const another = async () => (await own.run(ada, CreateGroupDocument, { input: { name: 'Later' } })).createGroup.__typename;
  expect(await another()).toBe('TooManyRequests');
  own.clock.advance(3_600_000);
  expect(await another()).toBe('CreateGroupSuccess');
});
