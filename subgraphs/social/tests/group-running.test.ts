import { randomUUID } from 'node:crypto';
import { print, type DocumentNode } from 'graphql';
import { statementOf, type Viewer } from '@marquee/platform';
import {
  AnswerGroupRequestDocument,
  ArchiveGroupDocument,
  BanFromGroupDocument,
  CreateGroupLinkDocument,
  DeclineGroupInvitationDocument,
  DeleteGroupDocument,
  GroupBansDocument,
  GroupInvitationsDocument,
  GroupLinksDocument,
  GroupLogDocument,
  GroupProfileDocument,
  GroupRequestsDocument,
  GroupsDocument,
  InviteToGroupDocument,
  JoinGroupByLinkDocument,
  JoinGroupDocument,
  LeaveGroupDocument,
  RemoveFromGroupDocument,
  RequestToJoinGroupDocument,
  RevokeGroupLinkDocument,
  RoomDocument,
  SentGroupInvitationsDocument,
  SetGroupRoleDocument,
  TransferGroupDocument,
  UnbanFromGroupDocument,
  UpdateGroupDocument,
  WithdrawGroupInvitationDocument,
  WithdrawGroupRequestDocument,
} from './generated/documents';
import { exportSections } from '../src/modules/export/export-sections';
import { after, as, DAY, NOW, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

/** The kind of outcome of a mutation with this input. */
async function outcome(person: Viewer | null, document: DocumentNode, input: Record<string, unknown>): Promise<string> {
  const { data, errors } = await world.execute(person, print(document), { input });
  return errors ? String(errors[0]!.extensions?.code) : (Object.values(data!)[0] as { __typename: string }).__typename;
}
const profile = async (person: Viewer | null, id: string) => (await world.run(person, GroupProfileDocument, { id })).group;
const update = async (person: Viewer, groupId: string, parts: object) =>
  (await world.run(person, UpdateGroupDocument, { input: { groupId, ...parts } })).updateGroup;
const roleOf = async (person: Viewer, id: string) => (await profile(person, id))?.viewerMembership?.role ?? null;
const membershipFacts = (groupId: string) =>
  world
    .sql(`SELECT payload FROM outbox WHERE topic = 'group.member_changed' AND key = $1 ORDER BY sequence`, [groupId])
    .then((rows) => rows.map(({ payload }) => [payload.userId, payload.role, payload.changedBy ?? null]));
const log = async (person: Viewer, groupId: string) => (await world.run(person, GroupLogDocument, { groupId })).groupLog;

describe('what a group says of itself', () => {
  test('is changed by its owner and admins; what is left out stays, null empties it (S18)', async () => {
    const [owner, member] = [await world.person(), await world.person()];
    const { id } = await world.group(owner, [member], { description: 'On Sundays' });
    const parts = {
      name: 'Chess by night',
      imageUrl: 'https://pictures.example/chess.jpg',
      categorySlug: 'games',
      tags: ['chess', 'outdoors'],
      rules: ['No clocks after ten.'],
      place: { name: 'High Park', latitude: 43.65, longitude: -79.46 },
    };
    const { group } = as(await update(owner, id, parts), 'UpdateGroupSuccess');
    expect(group).toMatchObject({
      ...parts,
      description: 'On Sundays',
      founder: { id: owner.id },
      place: { name: 'High Park', location: { latitude: 43.65, longitude: -79.46 } },
    });
    world.clock.advance(1_000);
    const emptied = as(await update(owner, id, { description: null, imageUrl: null, place: null, tags: null }), 'UpdateGroupSuccess').group;
    expect(emptied).toMatchObject({ name: 'Chess by night', description: null, imageUrl: null, place: null, tags: [], rules: parts.rules });
    expect(emptied.version).toBeGreaterThan(group.version);
    expect((await update(member, id, { name: 'Mine' })).__typename).toBe('NotAllowed');
    expect((await update(await world.person(), id, { name: 'Mine' })).__typename).toBe('NotAllowed');
    expect((await log(owner, id))!.nodes.map(({ action, detail }) => [action, detail])).toEqual([
      ['UPDATED', 'description, imageUrl, tags, place'],
      ['UPDATED', 'name, imageUrl, categorySlug, tags, rules, place'],
    ]);
  });

  test.each([
    ['fewer places than members', { maxMembers: 2 }],
    ['more than 50,000 places', { maxMembers: 50_001 }],
    ['half a point', { place: { latitude: 1 } }],
    ['a place without anything', { place: {} }],
    ['a picture nobody can open', { imageUrl: 'http://localhost/x.png' }],
    ['a category that is none', { categorySlug: 'No such!' }],
    ['too many tags', { tags: Array.from({ length: 21 }, (_, n) => `tag ${n}`) }],
  ])('refuses %s', async (_, parts) => {
    const owner = await world.person();
    const { id } = await world.group(owner, [await world.person(), await world.person()]);
    expect((await update(owner, id, parts)).__typename).toBe('InvalidInput');
  });

  test('whom it is for, only the owner changes; a group for friends is for those of its founder, whoever owns it', async () => {
    const [founder, heir] = [await world.person(), await world.person()];
    const [friendOfFounder, friendOfHeir] = [await world.person(), await world.person()];
    await world.befriend(founder, friendOfFounder);
    await world.befriend(heir, friendOfHeir);
    const { id } = await world.group(founder, [heir]);
    await outcome(founder, SetGroupRoleDocument, { groupId: id, userId: heir.id, role: 'ADMIN' });
    expect((await update(heir, id, { privacy: 'PRIVATE' })).__typename).toBe('NotAllowed');
    expect((await update(heir, id, { privacy: 'PUBLIC', name: 'Chess' })).__typename).toBe('UpdateGroupSuccess');
    expect((await update(founder, id, { privacy: 'FRIENDS_ONLY' })).__typename).toBe('UpdateGroupSuccess');
    const seen = async () => [(await profile(friendOfFounder, id)) !== null, (await profile(friendOfHeir, id)) !== null];
    expect(await seen()).toEqual([true, false]);
    await world.run(founder, LeaveGroupDocument, { input: { groupId: id } });
    expect(await roleOf(heir, id)).toBe('OWNER');
    expect(await seen()).toEqual([true, false]);
    expect(await outcome(friendOfHeir, JoinGroupDocument, { groupId: id })).toBe('NotFound');
    expect(await outcome(friendOfFounder, JoinGroupDocument, { groupId: id })).toBe('JoinGroupSuccess');
  });

  test('once it is archived it takes nobody in and is not listed, until it is opened again; its members keep it (S18)', async () => {
    const [owner, member, invited, stranger] = [await world.person(), await world.person(), await world.person(), await world.person()];
    const { id, roomId } = await world.group(owner, [member], { name: 'Archived walkers' });
    await world.run(owner, InviteToGroupDocument, { input: { groupId: id, userId: invited.id } });
    const { link } = as(
      (await world.run(owner, CreateGroupLinkDocument, { input: { groupId: id } })).createGroupLink,
      'CreateGroupLinkSuccess',
    );
    expect(await outcome(member, ArchiveGroupDocument, { groupId: id, archived: true })).toBe('NotAllowed');
    expect(await outcome(owner, ArchiveGroupDocument, { groupId: id, archived: true })).toBe('ArchiveGroupSuccess');
    expect((await profile(member, id))!.archivedAt).toBe(world.clock.now().toISOString());
    expect(await outcome(stranger, JoinGroupDocument, { groupId: id })).toBe('NotAllowed');
    expect(await outcome(invited, JoinGroupDocument, { groupId: id })).toBe('NotAllowed');
    expect(await outcome(stranger, JoinGroupByLinkDocument, { code: link.code })).toBe('NotAllowed');
    expect(await outcome(owner, InviteToGroupDocument, { groupId: id, userId: stranger.id })).toBe('NotAllowed');
    expect((await world.run(null, GroupsDocument, { query: 'archived walkers' })).groups.nodes).toEqual([]);
    expect((await world.run(member, RoomDocument, { id: roomId })).chatRoom).not.toBeNull();
    await outcome(owner, ArchiveGroupDocument, { groupId: id, archived: false });
    expect((await world.run(null, GroupsDocument, { query: 'archived walkers' })).groups.totalCount).toBe(1);
    expect(await outcome(invited, JoinGroupDocument, { groupId: id })).toBe('JoinGroupSuccess');
  });

  test('deleting ends it for all, with its room, its invitations, requests and links', async () => {
    const [owner, member, invited] = [await world.person(), await world.person(), await world.person()];
    const { id, roomId } = await world.group(owner, [member]);
    const eventId = await world.event(owner, { visibility: 'GROUP_ONLY', groupId: id });
    await world.attends(eventId, member, 'GOING');
    await world.run(owner, InviteToGroupDocument, { input: { groupId: id, userId: invited.id } });
    expect(await outcome(member, DeleteGroupDocument, { groupId: id })).toBe('NotAllowed');
    expect((await world.run(owner, DeleteGroupDocument, { input: { groupId: id } })).deleteGroup).toMatchObject({ deletedId: id });
    expect([await profile(owner, id), await profile(member, id), await profile(invited, id)]).toEqual([null, null, null]);
    expect((await world.run(member, RoomDocument, { id: roomId })).chatRoom).toBeNull();
    const eventRoom = `SELECT m.user_id FROM room_members m JOIN rooms r ON r.id = m.room_id WHERE r.event_id = $1 AND m.active`;
    expect(await world.sql(eventRoom, [eventId])).toEqual([{ user_id: owner.id }]);
    expect((await world.run(invited, GroupInvitationsDocument, {})).groupInvitations.nodes).toEqual([]);
    expect((await membershipFacts(id)).slice(2).sort()).toEqual(
      [
        [member.id, null, owner.id],
        [owner.id, null, null],
      ].sort(),
    );
    expect(await outcome(member, JoinGroupDocument, { groupId: id })).toBe('NotFound');
  });
});

describe('ranks', () => {
  test('are given below one’s own, by the owner and by admins (S19)', async () => {
    const [owner, admin, moderator, member] = [await world.person(), await world.person(), await world.person(), await world.person()];
    const { id } = await world.group(owner, [admin, moderator, member]);
    const give = (by: Viewer, to: Viewer, role: string) => outcome(by, SetGroupRoleDocument, { groupId: id, userId: to.id, role });
    expect(await give(owner, admin, 'ADMIN')).toBe('SetGroupRoleSuccess');
    expect(await give(admin, moderator, 'MODERATOR')).toBe('SetGroupRoleSuccess');
    expect(await give(admin, member, 'ADMIN')).toBe('NotAllowed');
    expect(await give(admin, owner, 'MEMBER')).toBe('NotAllowed');
    expect(await give(moderator, member, 'MODERATOR')).toBe('NotAllowed');
    expect(await give(member, moderator, 'MEMBER')).toBe('NotAllowed');
    expect(await give(owner, member, 'OWNER')).toBe('InvalidInput');
    expect(await give(owner, await world.person(), 'ADMIN')).toBe('InvalidInput');
    expect([await roleOf(admin, id), await roleOf(moderator, id), await roleOf(member, id)]).toEqual(['ADMIN', 'MODERATOR', 'MEMBER']);
    expect((await membershipFacts(id)).slice(4)).toEqual([
      [admin.id, 'ADMIN', owner.id],
      [moderator.id, 'MODERATOR', admin.id],
    ]);
    expect((await log(moderator, id))!.nodes.map(({ action, subject, detail }) => [action, subject!.id, detail])).toEqual(
      expect.arrayContaining([
        ['ROLE_SET', admin.id, 'ADMIN'],
        ['ROLE_SET', moderator.id, 'MODERATOR'],
      ]),
    );
    expect(await log(member, id)).toBeNull();
  });

  test('a group is handed over to a member, and its owner until then is an admin', async () => {
    const [owner, heir, blocked] = [await world.person(), await world.person(), await world.person()];
    const { id } = await world.group(owner, [heir, blocked]);
    await world.block(blocked, owner);
    const hand = (by: Viewer, to: Viewer) => outcome(by, TransferGroupDocument, { groupId: id, userId: to.id });
    expect(await hand(heir, owner)).toBe('NotAllowed');
    expect(await hand(owner, owner)).toBe('InvalidInput');
    expect(await hand(owner, await world.person())).toBe('InvalidInput');
    expect(await hand(owner, blocked)).toBe('NotFound');
    await world.tellPerson(heir.id, { active: false });
    expect(await hand(owner, heir)).toBe('NotFound');
    await world.tellPerson(heir.id, { active: true });
    expect(await hand(owner, heir)).toBe('TransferGroupSuccess');
    expect([await roleOf(owner, id), await roleOf(heir, id)]).toEqual(['ADMIN', 'OWNER']);
    expect(await hand(owner, heir)).toBe('NotAllowed');
  });
});

describe('links', () => {
  test('of who does not run the group any more have ended: removed, banned, gone, or a mere member', async () => {
    const owner = await world.person();
    const [removed, banned, gone, demoted] = [await world.person(), await world.person(), await world.person(), await world.person()];
    const { id } = await world.group(owner, [removed, banned, gone, demoted]);
    const codes = new Map<Viewer, string>();
    for (const person of [owner, removed, banned, gone, demoted]) {
      if (person !== owner) await outcome(owner, SetGroupRoleDocument, { groupId: id, userId: person.id, role: 'MODERATOR' });
      const { link } = as(
        (await world.run(person, CreateGroupLinkDocument, { input: { groupId: id } })).createGroupLink,
        'CreateGroupLinkSuccess',
      );
      codes.set(person, link.code);
    }
    await outcome(owner, RemoveFromGroupDocument, { groupId: id, userId: removed.id });
    await outcome(owner, BanFromGroupDocument, { groupId: id, userId: banned.id });
    await outcome(gone, LeaveGroupDocument, { groupId: id });
    await outcome(owner, SetGroupRoleDocument, { groupId: id, userId: demoted.id, role: 'MEMBER' });
    const byLinkOf = async (person: Viewer) => outcome(await world.person(), JoinGroupByLinkDocument, { code: codes.get(person) });
    for (const person of [removed, banned, gone, demoted]) expect(await byLinkOf(person)).toBe('NotFound');
    expect(await outcome(removed, JoinGroupByLinkDocument, { code: codes.get(removed) })).toBe('NotFound');
    expect(await byLinkOf(owner)).toBe('JoinGroupByLinkSuccess');
  });
});

test('the export of a person says what was done to them in groups, and not by whom', async () => {
  const [owner, out] = [await world.person(), await world.person()];
  const { id } = await world.group(owner, [out]);
  await outcome(owner, BanFromGroupDocument, { groupId: id, userId: out.id, reason: 'Shouts' });
  const rows = async (person: Viewer) =>
    (await Promise.all(exportSections.map((section) => world.sql(statementOf(section), [person.id])))).flat();
  const theirs = await rows(out);
  expect(theirs).toContainEqual(expect.objectContaining({ group_id: id, action: 'BANNED', detail: 'Shouts' }));
  expect(JSON.stringify(theirs)).not.toContain(owner.id);
  expect(await rows(owner)).toContainEqual(expect.objectContaining({ group_id: id, action: 'BANNED', subject_id: out.id }));
});

test('an invitation that is taken back and made anew counts each time, and is told once a day', async () => {
  const own = await startWorld({ settings: { NEW_ACCOUNT_GROUP_INVITATIONS: '3' } });
  const [owner, guest] = [await own.person({ registeredAt: NOW.toISOString() }), await own.person()];
  const { id: groupId } = await own.group(owner, [], { privacy: 'PRIVATE' });
  const key = { groupId, userId: guest.id };
  const invites = async () => (await own.run(owner, InviteToGroupDocument, { input: key })).inviteToGroup.__typename;
  const told = async () =>
    (await own.sql(`SELECT payload FROM outbox WHERE topic = 'group.invitation_changed' AND key = $1 ORDER BY sequence`, [groupId]))
      .filter(({ payload }) => payload.invited)
      .map(({ payload }) => payload.isTold ?? false);
  for (let n = 0; n < 3; n++) {
    expect(await invites()).toBe('InviteToGroupSuccess');
    await own.run(owner, WithdrawGroupInvitationDocument, { input: key });
  }
  expect([await invites(), await told()]).toEqual(['TooManyRequests', [false, true, true]]);
  own.clock.advance(24 * 3_600_000);
  expect([await invites(), await told()]).toEqual(['InviteToGroupSuccess', [false, true, true, false]]);
  await own.subgraph.runJob('forget-deeds');
  expect(await own.sql('SELECT what FROM done_deeds WHERE user_id = $1', [owner.id])).toEqual([{ what: 'GROUP_INVITATIONS' }]);
});

test('requests count among the invitations of an hour, in one group as in many', async () => {
  const own = await startWorld({ settings: { NEW_ACCOUNT_GROUP_INVITATIONS: '3' } });
  const [owner, ada] = [await own.person(), await own.person({ registeredAt: NOW.toISOString() })];
  const group = async () => {
    const { id } = await own.group(owner);
    await own.sql(`UPDATE groups SET privacy = 'INVITE_ONLY' WHERE id = $1`, [id]);
    return id;
  };
  const asks = async (groupId: string) =>
    (await own.run(ada, RequestToJoinGroupDocument, { input: { groupId } })).requestToJoinGroup.__typename;
  const [one, two, three] = [await group(), await group(), await group()];
  expect(await asks(one)).toBe('RequestToJoinGroupSuccess');
  await own.run(ada, WithdrawGroupRequestDocument, { input: { groupId: one } });
  expect(await asks(one)).toBe('RequestToJoinGroupSuccess');
  expect(await asks(two)).toBe('RequestToJoinGroupSuccess');
  expect(await asks(three)).toBe('TooManyRequests');
  own.clock.advance(3_600_000);
  expect(await asks(three)).toBe('RequestToJoinGroupSuccess');
});

describe('bans', () => {
  test('keep somebody out by whatever way, until they are lifted or have ended; being removed does not', async () => {
    const own = world;
    const [owner, moderator, out] = [await own.person(), await own.person(), await own.person()];
    const { id, roomId } = await own.group(owner, [moderator, out]);
    await outcome(owner, SetGroupRoleDocument, { groupId: id, userId: moderator.id, role: 'MODERATOR' });
    const ban = (by: Viewer, who: Viewer, parts = {}) => outcome(by, BanFromGroupDocument, { groupId: id, userId: who.id, ...parts });
    expect(await ban(moderator, owner)).toBe('NotAllowed');
    expect(await ban(moderator, moderator)).toBe('NotAllowed');
    expect(await ban(out, moderator)).toBe('NotAllowed');
    expect(await ban(moderator, out, { endsAt: NOW.toISOString() })).toBe('InvalidInput');
    expect(await ban(moderator, out, { reason: 'Shouts', endsAt: new Date(world.clock.now().getTime() + DAY).toISOString() })).toBe(
      'BanFromGroupSuccess',
    );
    expect((await own.run(out, RoomDocument, { id: roomId })).chatRoom).toBeNull();
    const { link } = as(
      (await own.run(owner, CreateGroupLinkDocument, { input: { groupId: id } })).createGroupLink,
      'CreateGroupLinkSuccess',
    );
    const ways = async () => [
      await outcome(out, JoinGroupDocument, { groupId: id }),
      await outcome(out, RequestToJoinGroupDocument, { groupId: id }),
      await outcome(out, JoinGroupByLinkDocument, { code: link.code }),
      await outcome(owner, InviteToGroupDocument, { groupId: id, userId: out.id }),
    ];
    expect(await ways()).toEqual(['NotAllowed', 'NotAllowed', 'NotAllowed', 'InvalidInput']);
    const bans = async (by: Viewer) => (await own.run(by, GroupBansDocument, { groupId: id })).groupBans;
    expect(await bans(owner)).toMatchObject({
      nodes: [{ user: { id: out.id }, bannedBy: { id: moderator.id }, reason: 'Shouts' }],
      totalCount: 1,
    });
    expect(await bans(out)).toBeNull();
    expect(await ban(owner, out, { reason: 'For good' })).toBe('BanFromGroupSuccess');
    expect((await bans(owner))!.nodes).toMatchObject([{ reason: 'For good', endsAt: null }]);
    expect(await outcome(out, UnbanFromGroupDocument, { groupId: id, userId: out.id })).toBe('NotAllowed');
    expect(await outcome(moderator, UnbanFromGroupDocument, { groupId: id, userId: out.id })).toBe('UnbanFromGroupSuccess');
    expect((await bans(owner))!.totalCount).toBe(0);
    expect(await outcome(out, JoinGroupByLinkDocument, { code: link.code })).toBe('JoinGroupByLinkSuccess');
  });

  test('end by themselves', async () => {
    const own = await startWorld();
    const [owner, out] = [await own.person(), await own.person()];
    const { id } = await own.group(owner);
    const endsAt = new Date(NOW.getTime() + DAY).toISOString();
    await own.run(owner, BanFromGroupDocument, { input: { groupId: id, userId: out.id, endsAt } });
    const join = async () => (await own.run(out, JoinGroupDocument, { input: { groupId: id } })).joinGroup.__typename;
    expect(await join()).toBe('NotAllowed');
    own.clock.advance(DAY);
    expect((await own.run(owner, GroupBansDocument, { groupId: id })).groupBans!.nodes).toEqual([]);
    expect(await join()).toBe('JoinGroupSuccess');
  });
});

describe('requests', () => {
  test('end with the group, also when its last member leaves or staff remove it', async () => {
    const open = (groupId: string) => world.sql('SELECT 1 FROM group_requests WHERE group_id = $1 AND open', [groupId]);
    const ends: ((id: string, owner: Viewer) => Promise<unknown>)[] = [
      (id, owner) => outcome(owner, LeaveGroupDocument, { groupId: id }),
      (id, owner) => outcome(owner, DeleteGroupDocument, { groupId: id }),
      (id) =>
        world.tell('case.decided', id, {
          ...{ caseId: randomUUID(), version: 3, kind: 'GROUP', subjectId: id, authorId: null, outcome: 'REMOVED', restrictDays: null },
          ...{ curatorId: randomUUID(), notes: null, decidedAt: after(1_000).toISOString() },
        }),
    ];
    for (const end of ends) {
      const [owner, asker] = [await world.person(), await world.person()];
      const { id } = await world.group(owner, [], { privacy: 'INVITE_ONLY' });
      expect(await outcome(asker, RequestToJoinGroupDocument, { groupId: id, message: 'Please' })).toBe('RequestToJoinGroupSuccess');
      expect(await open(id)).toHaveLength(1);
      await end(id, owner);
      expect(await open(id)).toEqual([]);
    }
  });

  test('ask those who run a group that is not open to be let in, who say yes or no', async () => {
    const [owner, member, yes, no, blocked] = [
      await world.person(),
      await world.person(),
      await world.person(),
      await world.person(),
      await world.person(),
    ];
    const { id } = await world.group(owner, [], { privacy: 'INVITE_ONLY', maxMembers: 3 });
    await world.run(owner, InviteToGroupDocument, { input: { groupId: id, userId: member.id } });
    await outcome(member, JoinGroupDocument, { groupId: id });
    const ask = (who: Viewer, message?: string) => outcome(who, RequestToJoinGroupDocument, { groupId: id, message });
    for (const who of [yes, no, blocked]) expect(await ask(who, 'Please')).toBe('RequestToJoinGroupSuccess');
    expect((await profile(yes, id))!.viewerRequested).toBe(true);
    await world.block(blocked, owner);
    const requests = async (by: Viewer) => (await world.run(by, GroupRequestsDocument, { groupId: id })).groupRequests;
    expect((await requests(owner))!.nodes.map(({ user }) => user!.id).sort()).toEqual([yes.id, no.id].sort());
    expect((await requests(owner))!.totalCount).toBe(2);
    expect(await requests(member)).toBeNull();
    const answer = (by: Viewer, who: Viewer, accept: boolean) =>
      outcome(by, AnswerGroupRequestDocument, { groupId: id, userId: who.id, accept });
    expect(await answer(member, yes, true)).toBe('NotAllowed');
    expect(await answer(owner, no, false)).toBe('AnswerGroupRequestSuccess');
    expect(await answer(owner, no, true)).toBe('NotFound');
    expect(await answer(owner, yes, true)).toBe('AnswerGroupRequestSuccess');
    expect(await roleOf(yes, id)).toBe('MEMBER');
    expect((await membershipFacts(id)).at(-1)).toEqual([yes.id, 'MEMBER', owner.id]);
    await ask(no);
    expect(await answer(owner, no, true)).toBe('GroupFull');
    expect(await outcome(no, WithdrawGroupRequestDocument, { groupId: id })).toBe('WithdrawGroupRequestSuccess');
    expect((await profile(no, id))!.viewerRequested).toBe(false);
    const told = await world.sql(`SELECT payload FROM outbox WHERE topic = 'group.request_changed' AND key = $1 ORDER BY sequence`, [id]);
    expect(
      told.filter(({ payload }) => payload.userId === no.id).map(({ payload }) => [payload.version, payload.open, payload.deciderIds]),
    ).toEqual([
      [1, true, [owner.id]],
      [2, false, [owner.id]],
      [3, true, [owner.id]],
      [4, false, [owner.id]],
    ]);
  });

  test('are for those who cannot join: an open group is joined, one that is not seen is not found', async () => {
    const [owner, person] = [await world.person(), await world.person()];
    const open = await world.group(owner);
    const hidden = await world.group(owner, [], { privacy: 'PRIVATE' });
    const ask = (groupId: string) => outcome(person, RequestToJoinGroupDocument, { groupId });
    expect([await ask(open.id), await ask(hidden.id)]).toEqual(['NotAllowed', 'NotFound']);
    await outcome(person, JoinGroupDocument, { groupId: open.id });
    await outcome(owner, RemoveFromGroupDocument, { groupId: open.id, userId: person.id });
    expect(await ask(open.id)).toBe('RequestToJoinGroupSuccess');
    await world.tellPerson(person.id, { active: false });
    expect(await outcome(owner, AnswerGroupRequestDocument, { groupId: open.id, userId: person.id, accept: true })).toBe('NotFound');
  });
});

test('an invitation is declined by who was invited, and taken back by who sent it or runs the group', async () => {
  const [owner, member, one, other] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const { id } = await world.group(owner, [member]);
  await outcome(member, InviteToGroupDocument, { groupId: id, userId: one.id });
  await outcome(owner, InviteToGroupDocument, { groupId: id, userId: other.id });
  const sent = async (by: Viewer) => (await world.run(by, SentGroupInvitationsDocument, { groupId: id })).sentGroupInvitations;
  expect((await sent(owner))!.totalCount).toBe(2);
  expect((await sent(member))!.nodes).toEqual([{ user: { id: one.id }, inviter: { id: member.id } }]);
  expect(await sent(one)).toBeNull();
  const withdraw = (by: Viewer, who: Viewer) => outcome(by, WithdrawGroupInvitationDocument, { groupId: id, userId: who.id });
  expect(await withdraw(member, other)).toBe('NotAllowed');
  expect(await withdraw(owner, one)).toBe('WithdrawGroupInvitationSuccess');
  expect(await outcome(other, DeclineGroupInvitationDocument, { groupId: id })).toBe('DeclineGroupInvitationSuccess');
  expect(await outcome(other, DeclineGroupInvitationDocument, { groupId: id })).toBe('DeclineGroupInvitationSuccess');
  expect((await sent(owner))!.nodes).toEqual([]);
  expect((await world.run(other, GroupInvitationsDocument, {})).groupInvitations.nodes).toEqual([]);
});

describe('links', () => {
  const makeLink = async (by: Viewer, groupId: string, parts = {}) =>
    as((await world.run(by, CreateGroupLinkDocument, { input: { groupId, ...parts } })).createGroupLink, 'CreateGroupLinkSuccess').link;

  test('let in whoever has the code, so often and so long', async () => {
    const own = await startWorld();
    const [owner, ...people] = [await own.person(), await own.person(), await own.person(), await own.person()];
    const { id } = await own.group(owner, [], { privacy: 'PRIVATE' });
    const input = { groupId: id, maxUses: 2, hours: 24 };
    const { link } = as((await own.run(owner, CreateGroupLinkDocument, { input })).createGroupLink, 'CreateGroupLinkSuccess');
    expect(link).toMatchObject({ maxUses: 2, expiresAt: new Date(NOW.getTime() + DAY).toISOString() });
    const join = async (person: Viewer, code = link.code) =>
      (await own.run(person, JoinGroupByLinkDocument, { input: { code } })).joinGroupByLink.__typename;
    expect(await join(people[0]!, link.code.toLowerCase().replace(/(.{5})/g, '$1- '))).toBe('JoinGroupByLinkSuccess');
    expect(await join(people[0]!)).toBe('JoinGroupByLinkSuccess');
    expect(await join(people[1]!)).toBe('JoinGroupByLinkSuccess');
    expect(await join(people[2]!)).toBe('NotFound');
    const links = async (person: Viewer) => (await own.run(person, GroupLinksDocument, { groupId: id })).groupLinks;
    expect((await links(owner))!.nodes).toMatchObject([{ id: link.id, uses: 2, maxUses: 2, revokedAt: null }]);
    expect(await links(people[0]!)).toBeNull();
    const next = as(
      (await own.run(owner, CreateGroupLinkDocument, { input: { groupId: id, hours: 1 } })).createGroupLink,
      'CreateGroupLinkSuccess',
    ).link;
    own.clock.advance(3_600_000);
    expect(await join(people[2]!, next.code)).toBe('NotFound');
    expect(await join(people[2]!, 'NOSUCHCODE')).toBe('NotFound');
  });

  test('are made and ended by those who run the group; the same request makes the same link', async () => {
    const [owner, member, stranger] = [await world.person(), await world.person(), await world.person()];
    const { id } = await world.group(owner, [member]);
    expect(await outcome(member, CreateGroupLinkDocument, { groupId: id })).toBe('NotAllowed');
    const link = await makeLink(owner, id, { idempotencyKey: 'one' });
    expect(await makeLink(owner, id, { idempotencyKey: 'one' })).toEqual(link);
    expect(await outcome(member, RevokeGroupLinkDocument, { linkId: link.id })).toBe('NotFound');
    expect(await outcome(owner, RevokeGroupLinkDocument, { linkId: link.id })).toBe('RevokeGroupLinkSuccess');
    expect(await outcome(stranger, JoinGroupByLinkDocument, { code: link.code })).toBe('NotFound');
    for (let n = 0; n < 20; n++) await makeLink(owner, id);
    expect(await outcome(owner, CreateGroupLinkDocument, { groupId: id })).toBe('NotAllowed');
    expect(await outcome(owner, CreateGroupLinkDocument, { groupId: id, maxUses: 0 })).toBe('InvalidInput');
  });
});

describe('groups are found', () => {
  const names = async (variables: object) => (await world.run(null, GroupsDocument, { first: 20, ...variables })).groups;

  test('by words of name, description and tags, whatever the accents and the case', async () => {
    const owner = await world.person();
    await world.group(owner, [], { name: 'Café Zürich Xylo', description: 'Straßenmusik am Fluss', tags: ['jam session'] });
    await world.group(owner, [], { name: 'Cafe Xylo hidden', privacy: 'PRIVATE' });
    for (const query of ['xylo', 'CAFE zurich xylo', 'strassenmusik xylo', 'xylo jam', 'xylo-café'])
      expect((await names({ query })).nodes.map(({ name }) => name)).toEqual(['Café Zürich Xylo']);
    expect((await names({ query: 'xylo' })).totalCount).toBe(1);
    for (const query of ['xylo tuba', '%xylo_']) expect((await names({ query: `${query} tuba` })).nodes).toEqual([]);
  });

  test('by place and by category, page by page', async () => {
    const owner = await world.person();
    const at = (latitude: number, longitude: number) => ({ place: { latitude, longitude } });
    const near = { latitude: -36.85, longitude: 174.76, radiusKm: 10 };
    await world.group(owner, [], { name: 'Harbour', categorySlug: 'tramping-x', ...at(-36.84, 174.77) });
    await world.group(owner, [], { name: 'Hills', ...at(-36.9, 174.7) });
    await world.group(owner, [], { name: 'Far', categorySlug: 'tramping-x', ...at(-41.29, 174.78) });
    expect((await names({ near })).nodes.map(({ name }) => name).sort()).toEqual(['Harbour', 'Hills']);
    expect((await names({ category: 'tramping-x' })).nodes.map(({ name }) => name).sort()).toEqual(['Far', 'Harbour']);
    expect(await names({ near, category: 'tramping-x' })).toMatchObject({ nodes: [{ name: 'Harbour' }], totalCount: 1 });
    const first = await names({ near, first: 1 });
    const second = await names({ near, first: 1, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...second.nodes].map(({ name }) => name).sort()).toEqual(['Harbour', 'Hills']);
    expect(second.pageInfo.hasNextPage).toBe(false);
    const { errors } = await world.execute(null, print(GroupsDocument), { near: { ...near, radiusKm: 0 } });
    expect(errors![0]!.extensions!.code).toBe('BAD_USER_INPUT');
  });
});

test('a visitor can do none of it', async () => {
  const { id } = await world.group(await world.person());
  for (const [document, input] of [
    [UpdateGroupDocument, {}],
    [DeleteGroupDocument, {}],
    [RequestToJoinGroupDocument, {}],
  ] as const)
    expect(await outcome(null, document, { groupId: id, ...input })).toBe('UNAUTHENTICATED');
});
