import { randomUUID } from 'node:crypto';
import { SuspendUserDocument, TransferOrganizationDocument, WithdrawOrganizationInvitationDocument } from './generated/documents';
import { anOrganization, employ, invitations, invite, organization, remove, respond, roles, setRole } from './organizations';
import { connect, signUp, signUpAs, startWorld, succeeded, type Person, type World } from './world';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('the people of an organisation', () => {
  let world: World;
  let owner: Person;
  let manager: Person;
  let staff: Person;
  let stranger: Person;
  let id: string;
  const withdraw = async (by: Person, invitationId: string) =>
    (await world.run(by.viewer, WithdrawOrganizationInvitationDocument, { input: { invitationId } })).withdrawOrganizationInvitation;
  const transfer = async (by: Person, to: { id: string }, idempotencyKey?: string) =>
    (await world.run(by.viewer, TransferOrganizationDocument, { input: { organizationId: id, userId: to.id, idempotencyKey } }))
      .transferOrganization;
  const told = async (userId: string) =>
    (await world.facts('organization.member_changed'))
      .filter((fact) => fact.organizationId === id && fact.userId === userId)
      .map(({ version, role }) => [version, role]);

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    [owner, manager, staff, stranger] = [await signUp(world), await signUp(world), await signUp(world), await signUp(world)];
    id = await anOrganization(world, owner);
    await employ(world, owner, id, manager, 'MANAGER');
    await employ(world, manager, id, staff, 'STAFF');
  });

  it('are invited, accept, and are told of', async () => {
    expect(await roles(world, staff, id)).toEqual({ [owner.username]: 'OWNER', [manager.username]: 'MANAGER', [staff.username]: 'STAFF' });
    const { invitation } = succeeded(await invite(world, manager, id, stranger, 'STAFF'));
    expect(invitation).toMatchObject({
      status: 'OPEN',
      role: 'STAFF',
      organization: { id },
      user: { username: stranger.username },
      invitedBy: { username: manager.username },
      expiresAt: new Date(world.clock.now().getTime() + 14 * DAY_MS).toISOString(),
    });
    expect(await told(stranger.id)).toEqual([]);
    expect((await invitations(world, stranger)).nodes).toEqual([invitation]);
    expect(succeeded(await respond(world, stranger, invitation.id, true)).invitation.status).toBe('ACCEPTED');
    expect(await told(stranger.id)).toEqual([[1, 'STAFF']]);
    expect(await invitations(world, stranger)).toMatchObject({ nodes: [], totalCount: 0 });
    // To accept again changes nothing.
    succeeded(await respond(world, stranger, invitation.id, true));
    expect(await told(stranger.id)).toEqual([[1, 'STAFF']]);
    expect(await invite(world, owner, id, stranger, 'MANAGER')).toMatchObject({ __typename: 'InvalidInput', field: 'userId' });
  });

  it('decline, and are left in peace for a week', async () => {
    const { invitation } = succeeded(await invite(world, owner, id, stranger, 'MANAGER', 'once'));
    expect(succeeded(await respond(world, stranger, invitation.id, false)).invitation.status).toBe('DECLINED');
    expect(await respond(world, stranger, invitation.id, true)).toMatchObject({ __typename: 'NotFound' });
    const until = new Date(world.clock.now().getTime() + 7 * DAY_MS).toISOString();
    expect(await invite(world, manager, id, stranger, 'STAFF')).toMatchObject({ __typename: 'TooManyRequests', retryAt: until });
    // The repeated request shows the invitation as it is now.
    expect(succeeded(await invite(world, owner, id, stranger, 'MANAGER', 'once')).invitation.status).toBe('DECLINED');
    world.clock.advance(7 * DAY_MS);
    succeeded(await invite(world, manager, id, stranger, 'STAFF'));
  });

  it('come too late when an invitation has expired', async () => {
    const { invitation } = succeeded(await invite(world, owner, id, stranger, 'STAFF'));
    world.clock.advance(14 * DAY_MS);
    expect((await invitations(world, stranger)).nodes).toEqual([]);
    expect(await respond(world, stranger, invitation.id, true)).toMatchObject({ __typename: 'NotFound' });
    expect((await organization(world, owner, id)).invitations).toEqual([]);
    expect(succeeded(await invite(world, owner, id, stranger, 'STAFF')).invitation).toMatchObject({ id: invitation.id, status: 'OPEN' });
  });

  it('are shown as invited to those who may invite, who withdraw', async () => {
    const { invitation } = succeeded(await invite(world, owner, id, stranger, 'MANAGER'));
    for (const by of [owner, manager])
      expect((await organization(world, by, id)).invitations).toEqual([
        { id: invitation.id, role: 'MANAGER', user: { username: stranger.username } },
      ]);
    expect((await organization(world, staff, id)).invitations).toBeNull();
    expect(await withdraw(staff, invitation.id)).toMatchObject({ __typename: 'NotFound' });
    expect(await withdraw(manager, invitation.id)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await withdraw(stranger, invitation.id)).toMatchObject({ __typename: 'NotAllowed' });
    expect(succeeded(await withdraw(owner, invitation.id))).toMatchObject({ deletedId: invitation.id });
    expect((await invitations(world, stranger)).nodes).toEqual([]);
    expect(await respond(world, stranger, invitation.id, true)).toMatchObject({ __typename: 'NotFound' });
    expect(await respond(world, owner, invitation.id, true)).toMatchObject({ __typename: 'NotFound' });
  });

  it.each([
    ['a manager invites no manager', () => invite(world, manager, id, stranger, 'MANAGER')],
    ['staff invite nobody', () => invite(world, staff, id, stranger, 'STAFF')],
    ['a stranger invites nobody', () => invite(world, stranger, id, stranger, 'STAFF')],
    ['a manager gives no role', () => setRole(world, manager, id, staff, 'MANAGER')],
    ['a manager removes no owner', () => remove(world, manager, id, owner)],
    ['staff remove nobody', () => remove(world, staff, id, manager)],
    ['a stranger removes nobody', () => remove(world, stranger, id, staff)],
    ['a manager hands nothing over', () => transfer(manager, staff)],
  ])('%s', async (_rule, attempt) => {
    expect(await attempt()).toMatchObject({ __typename: 'NotAllowed' });
    expect(await roles(world, owner, id)).toEqual({ [owner.username]: 'OWNER', [manager.username]: 'MANAGER', [staff.username]: 'STAFF' });
  });

  it.each([
    ['inviting', () => invite(world, owner, randomUUID(), stranger, 'STAFF')],
    ['inviting nobody', () => invite(world, owner, id, { id: randomUUID() }, 'STAFF')],
    ['giving a role to a stranger', () => setRole(world, owner, id, stranger, 'STAFF')],
    ['handing over to a stranger', () => transfer(owner, stranger)],
    ['answering', () => respond(world, stranger, randomUUID(), true)],
    ['withdrawing', () => withdraw(owner, randomUUID())],
  ])('what is not there is not found when %s', async (_what, attempt) => {
    expect(await attempt()).toMatchObject({ __typename: 'NotFound' });
  });

  it('leave, and keep counting their versions when they come back', async () => {
    expect(succeeded(await remove(world, staff, id, staff, 'bye'))).toMatchObject({
      deletedId: staff.id,
      organization: { viewerRole: null, members: null },
    });
    expect(succeeded(await remove(world, staff, id, staff, 'bye')).deletedId).toBe(staff.id);
    expect(await told(staff.id)).toEqual([
      [1, 'STAFF'],
      [2, null],
    ]);
    const { user } = await world.run(null, `{ user(id: "${staff.id}") { organizations { id } } }`);
    expect(user.organizations).toEqual([]);
    await employ(world, owner, id, staff, 'MANAGER');
    expect(succeeded(await setRole(world, owner, id, staff, 'MANAGER')).organization.members).toHaveLength(3);
    succeeded(await remove(world, owner, id, staff));
    expect(await told(staff.id)).toEqual([
      [1, 'STAFF'],
      [2, null],
      [3, 'MANAGER'],
      [4, null],
    ]);
  });

  it('an owner hands over and is a manager then', async () => {
    expect(await transfer(owner, owner)).toMatchObject({ __typename: 'InvalidInput', field: 'userId' });
    const handed = succeeded(await transfer(owner, staff, 'h'));
    expect(handed.organization.viewerRole).toBe('MANAGER');
    expect(await roles(world, staff, id)).toEqual({
      [staff.username]: 'OWNER',
      [manager.username]: 'MANAGER',
      [owner.username]: 'MANAGER',
    });
    expect(succeeded(await transfer(owner, staff, 'h')).organization.viewerRole).toBe('MANAGER');
    expect(await told(owner.id)).toEqual([
      [1, 'OWNER'],
      [2, 'MANAGER'],
    ]);
  });

  it('the last owner who is there stays one', async () => {
    expect(await remove(world, owner, id, owner)).toMatchObject({
      __typename: 'OwnerNeeded',
      code: 'NOT_ALLOWED_NOW',
      nextStep: 'COMPLETE_ACTION',
    });
    expect(await setRole(world, owner, id, owner, 'STAFF')).toMatchObject({ __typename: 'OwnerNeeded' });
    succeeded(await setRole(world, owner, id, manager, 'OWNER'));
    await world.db.prisma.user.update({ where: { id: manager.id }, data: { suspendedAt: world.clock.now() } });
    expect(await remove(world, owner, id, owner)).toMatchObject({ __typename: 'OwnerNeeded' });
    await world.db.prisma.user.update({ where: { id: manager.id }, data: { suspendedAt: null } });
    expect((await remove(world, owner, id, owner)).__typename).toBe('RemoveFromOrganizationSuccess');
  });

  it('those who run the platform give an organisation whose owner is gone to somebody', async () => {
    const admin = await signUpAs(world, 'admin');
    await world.run(admin.viewer, SuspendUserDocument, { input: { userId: owner.id, reason: 'Fraud.' } });
    succeeded(await setRole(world, admin, id, manager, 'OWNER'));
    succeeded(await remove(world, manager, id, owner));
    expect(await roles(world, manager, id)).toEqual({ [manager.username]: 'OWNER', [staff.username]: 'STAFF' });
    // The suspended owner kept the role until it was taken: user.updated says that it had no effect.
    expect(await told(owner.id)).toEqual([
      [1, 'OWNER'],
      [2, null],
    ]);
  });

  it('what a manager invited to falls with the right to invite', async () => {
    const { invitation } = succeeded(await invite(world, manager, id, stranger, 'STAFF'));
    succeeded(await setRole(world, owner, id, manager, 'STAFF'));
    expect(await respond(world, stranger, invitation.id, true)).toMatchObject({ __typename: 'NotFound' });
  });

  it('what a suspended manager invited to cannot be accepted', async () => {
    const { invitation } = succeeded(await invite(world, manager, id, stranger, 'STAFF'));
    await world.db.prisma.user.update({ where: { id: manager.id }, data: { suspendedAt: world.clock.now() } });
    expect((await invitations(world, stranger)).nodes).toEqual([]);
    expect(await respond(world, stranger, invitation.id, true)).toMatchObject({ __typename: 'NotFound' });
  });

  describe('between whom there is a block', () => {
    it('are not invited by each other, and not found', async () => {
      await connect(world, stranger, owner, { status: 'BLOCKED' });
      expect(await invite(world, owner, id, stranger, 'STAFF')).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
      // Somebody else's invitation reaches them.
      succeeded(await invite(world, manager, id, stranger, 'STAFF'));
    });

    it('lose the invitation that was under way', async () => {
      const { invitation } = succeeded(await invite(world, owner, id, stranger, 'STAFF'));
      await connect(world, owner, stranger, { status: 'BLOCKED' });
      expect((await invitations(world, stranger)).nodes).toEqual([]);
      expect(await respond(world, stranger, invitation.id, true)).toMatchObject({ __typename: 'NotFound' });
    });

    it('a suspended person is not found either', async () => {
      await world.db.prisma.user.update({ where: { id: stranger.id }, data: { suspendedAt: world.clock.now() } });
      expect(await invite(world, owner, id, stranger, 'STAFF')).toMatchObject({ __typename: 'NotFound' });
    });
  });

  it('are never more than 200, those who are invited counted', async () => {
    const crowd = Array.from({ length: 197 }, (_, n) => ({ id: randomUUID(), n }));
    const now = world.clock.now();
    await world.db.prisma.user.createMany({
      data: crowd.map(({ id, n }) => {
        const name = `crowd${n}${id.slice(0, 8)}`;
        return { id, email: name, emailKey: name, username: name, usernameKey: name, displayName: name, createdAt: now, updatedAt: now };
      }),
    });
    const members = crowd.slice(1).map((person) => ({ organizationId: id, userId: person.id, role: 'STAFF' as const, joinedAt: now }));
    await world.db.prisma.organizationMember.createMany({ data: members });
    succeeded(await invite(world, owner, id, stranger, 'STAFF'));
    expect(await invite(world, owner, id, crowd[0]!, 'STAFF')).toMatchObject({ __typename: 'OrganizationFull', maxMembers: 200 });
    // To change an invitation takes no further seat.
    expect(succeeded(await invite(world, owner, id, stranger, 'MANAGER')).invitation.role).toBe('MANAGER');
  });

  it('are invited a few a day by a new account', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => signUp(world)));
    const results = [];
    for (const person of people) results.push((await invite(world, owner, id, person, 'STAFF')).__typename);
    // One was the manager.
    expect(results).toEqual([...Array.from({ length: 9 }, () => 'InviteToOrganizationSuccess'), 'TooManyRequests']);
  });

  it('invitations come page by page', async () => {
    const others = [];
    for (let n = 0; n < 3; n++) others.push(await signUp(world));
    for (const other of others) succeeded(await invite(world, other, await anOrganization(world, other), stranger, 'STAFF'));
    const page = async (after?: string) =>
      (
        await world.run(
          stranger.viewer,
          `query($after: String) { organizationInvitations(first: 2, after: $after) { nodes { id } totalCount pageInfo { endCursor hasNextPage } } }`,
          { after },
        )
      ).organizationInvitations;
    const first = await page();
    const second = await page(first.pageInfo.endCursor);
    expect([first.nodes.length, second.nodes.length, first.totalCount, second.pageInfo.hasNextPage]).toEqual([2, 1, 3, false]);
    const ids = [...first.nodes, ...second.nodes].map(({ id }: { id: string }) => id);
    expect(ids).toEqual((await invitations(world, stranger)).nodes.map(({ id }) => id));
  });
});
