import { randomUUID } from 'node:crypto';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  InviteToOrganizationByMailDocument,
  MailedInvitationDocument,
  MailedInvitationsDocument,
  RespondToMailedInvitationDocument,
  VerifyEmailDocument,
  WithdrawMailedInvitationDocument,
  type OrganizationRole,
} from './generated/documents';
import { addressOf, DAY, verifiedPerson } from './erasures';
import { tokenIn } from './mails';
import { anOrganization, employ, remove, roles } from './organizations';
import { anEvent, connect, signUp, startWorld, succeeded, tellEvent, type Person, type World } from './world';

const KIND = 'organization-invitation';

describe('an invitation to an organisation by mail (U15)', () => {
  let world: World;
  let owner: Person;
  let id: string;
  let address: string;
  const invite = async (email: string, role: OrganizationRole = 'STAFF', by = owner, organizationId = id, idempotencyKey?: string) =>
    (await world.run(by.viewer, InviteToOrganizationByMailDocument, { input: { organizationId, email, role, idempotencyKey } }))
      .inviteToOrganizationByMail;
  const tokenTo = (to = address) => tokenIn(world, to, KIND);
  const respond = async (by: Person | null, token: string, accept = true, idempotencyKey?: string) =>
    (await world.run(by?.viewer ?? null, RespondToMailedInvitationDocument, { input: { token, accept, idempotencyKey } }))
      .respondToMailedInvitation;
  const open = async (by = owner) => (await world.run(by.viewer, MailedInvitationsDocument, { id })).organization!.mailedInvitations;
  const seen = async (token: string) => (await world.run(null, MailedInvitationDocument, { token })).mailedInvitation;
  const verify = async (to: string) =>
    succeeded((await world.run(null, VerifyEmailDocument, { input: { token: await tokenIn(world, to, 'verify-email') } })).verifyEmail);

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    owner = await verifiedPerson(world);
    id = await anOrganization(world, owner);
    address = `new-${randomUUID().slice(0, 8)}@people.test`;
  });

  it('goes to an address that has no account, and holds as soon as its person has made one and verified the address (U15)', async () => {
    expect(await invite(address, 'MANAGER')).toMatchObject({ invitation: { email: address, role: 'MANAGER', status: 'OPEN' } });
    const token = await tokenTo();
    expect(world.mailer.to(address, KIND)!.subject).toBe(
      `${owner.username.toUpperCase()} invites you to work for House of ${owner.username}`,
    );
    // Who has the link sees by whom and where, and no address.
    expect(await seen(token)).toMatchObject({ email: null, invitedBy: { username: owner.username }, organization: { id } });
    const newcomer = await signUp(world, address.split('@')[0]);
    expect(await respond(newcomer, token)).toMatchObject({ invitation: { status: 'OPEN', waitsForVerification: true } });
    expect(await roles(world, owner, id)).toEqual({ [owner.username]: 'OWNER' });
    await verify(address);
    expect(await roles(world, owner, id)).toEqual({ [owner.username]: 'OWNER', [newcomer.username]: 'MANAGER' });
    expect(await open()).toEqual([]);
    expect(await seen(token)).toMatchObject({ status: 'ACCEPTED', waitsForVerification: false });
    expect(await respond(newcomer, token)).toMatchObject({ invitation: { status: 'ACCEPTED' } });
    const told = (await world.run(owner.viewer, '{ notifications { nodes { type } } }')).notifications.nodes;
    expect(told.map(({ type }: { type: string }) => type)).toContain('ORGANIZATION_JOINED');
  });

  it('says nothing of whether an address has an account, or works there (U15)', async () => {
    const there = await verifiedPerson(world);
    await employ(world, owner, id, there, 'STAFF');
    const answers = [await invite(addressOf(there)), await invite(address)].map((one) => {
      const { invitation } = succeeded(one);
      return { ...invitation, id: null, email: null, expiresAt: null };
    });
    expect(answers[0]).toEqual(answers[1]);
    const [known, unknown] = [await tokenTo(addressOf(there)), await tokenTo()];
    expect((await seen(known))!.status).toBe((await seen(unknown))!.status);
    expect(await respond(there, known)).toMatchObject({ invitation: { status: 'ACCEPTED' } });
    expect((await roles(world, owner, id))[there.username]).toBe('STAFF');
  });

  it('is accepted at once by who has verified the address, and by nobody else (U15)', async () => {
    const [invited, other] = [await verifiedPerson(world), await verifiedPerson(world)];
    await invite(addressOf(invited));
    const token = await tokenTo(addressOf(invited));
    expect((await respond(other, token)).__typename).toBe('NotAllowed');
    const { errors } = await world.execute(null, print(RespondToMailedInvitationDocument), { input: { token, accept: true } });
    expect(errors![0]!.extensions!['code']).toBe('UNAUTHENTICATED');
    expect((await respond(invited, 'x')).__typename).toBe('NotFound');
    expect(await respond(invited, token, true, 'k')).toMatchObject({ invitation: { status: 'ACCEPTED' } });
    expect(await respond(invited, token, true, 'k')).toMatchObject({ invitation: { status: 'ACCEPTED' } });
    expect((await roles(world, owner, id))[invited.username]).toBe('STAFF');
    // Who has left does not come back by an old link.
    await remove(world, owner, id, invited);
    await respond(invited, token);
    expect((await roles(world, owner, id))[invited.username]).toBeUndefined();
  });

  it('is declined by who has the link, and then left in peace (U15)', async () => {
    await invite(address);
    const token = await tokenTo();
    expect(await respond(null, token, false)).toMatchObject({ invitation: { status: 'DECLINED' } });
    expect(await respond(null, token, false)).toMatchObject({ invitation: { status: 'DECLINED' } });
    expect(await invite(address)).toMatchObject({ __typename: 'TooManyRequests', retryAt: expect.any(String) });
    expect(await open()).toEqual([]);
  });

  it('is given anew: another role, and the former link is good no more; three times a week to an address (U15)', async () => {
    await invite(address, 'STAFF');
    const first = await tokenTo();
    const again = succeeded(await invite(address, 'OWNER', owner, id, 'k'));
    expect(succeeded(await invite(address, 'OWNER', owner, id, 'k')).invitation.id).toBe(again.invitation.id);
    expect((await invite(address, 'STAFF', owner, id, 'k')).__typename).toBe('KeyReused');
    expect(await seen(first)).toBeNull();
    expect((await open())!.map(({ role }) => role)).toEqual(['OWNER']);
    const other = await verifiedPerson(world);
    expect((await invite(address, 'STAFF', other, await anOrganization(world, other))).__typename).toBe(
      'InviteToOrganizationByMailSuccess',
    );
    expect((await invite(address, 'STAFF', other, await anOrganization(world, other, `Second of ${other.username}`))).__typename).toBe(
      'TooManyRequests',
    );
  });

  it('is given by those who may invite to that role, with an address of their own (U15)', async () => {
    const [manager, staff, unverified] = [await verifiedPerson(world), await verifiedPerson(world), await signUp(world)];
    await employ(world, owner, id, manager, 'MANAGER');
    await employ(world, owner, id, staff, 'STAFF');
    expect((await invite(address, 'MANAGER', manager)).__typename).toBe('NotAllowed');
    expect((await invite(address, 'STAFF', staff)).__typename).toBe('NotAllowed');
    expect((await invite(address, 'STAFF', unverified, await anOrganization(world, unverified))).__typename).toBe('NotAllowed');
    expect((await invite('no address')).__typename).toBe('InvalidInput');
    expect((await invite(address, 'STAFF', owner, randomUUID())).__typename).toBe('NotFound');
    expect((await invite(address, 'STAFF', manager)).__typename).toBe('InviteToOrganizationByMailSuccess');
    expect(await open(staff)).toBeNull();
    expect((await open(manager))!.map(({ email }) => email)).toEqual([address]);
    // Who may invite no more has invited nobody.
    const token = await tokenTo();
    await remove(world, owner, id, manager);
    expect(await seen(token)).toMatchObject({ status: 'WITHDRAWN' });
  });

  it('is withdrawn, and its mail with it where it waits; it ends with its time, a block, and a suspension (U15)', async () => {
    const withdraw = async (by: Person, invitationId: string) =>
      (await world.run(by.viewer, WithdrawMailedInvitationDocument, { input: { invitationId } })).withdrawMailedInvitation;
    const { invitation } = succeeded(await invite(address));
    expect((await withdraw(await signUp(world), invitation.id)).__typename).toBe('NotFound');
    expect(await withdraw(owner, invitation.id)).toMatchObject({ deletedId: invitation.id, organization: { mailedInvitations: [] } });
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(address, KIND)).toBeUndefined();
    const [blocked, late, orphan] = [await verifiedPerson(world), await verifiedPerson(world), await verifiedPerson(world)];
    for (const one of [blocked, late, orphan]) await invite(addressOf(one));
    const tokens = await Promise.all([blocked, late, orphan].map((one) => tokenTo(addressOf(one))));
    await connect(world, owner, blocked, { status: 'BLOCKED' });
    expect((await respond(blocked, tokens[0]!)).__typename).toBe('NotFound');
    await world.db.prisma.user.update({ where: { id: owner.id }, data: { suspendedAt: world.clock.now() } });
    expect((await respond(orphan, tokens[2]!)).__typename).toBe('NotFound');
    await world.db.prisma.user.update({ where: { id: owner.id }, data: { suspendedAt: null } });
    world.clock.advance(14 * DAY);
    expect((await respond(late, tokens[1]!)).__typename).toBe('NotFound');
    expect(await seen(tokens[1]!)).toMatchObject({ status: 'EXPIRED' });
    world.clock.advance(31 * DAY);
    await world.subgraph.runJob('forget-old-sign-ins');
    expect(await seen(tokens[1]!)).toBeNull();
  });

  it('goes with who gave it, and with who has the address, when they are erased; the address lies nowhere in clear (U15, U62)', async () => {
    const [invited, other] = [await verifiedPerson(world), `other-${randomUUID().slice(0, 8)}@people.test`];
    await invite(addressOf(invited));
    await invite(other);
    const { rows } = await world.db.pool.query('SELECT t::text AS row FROM organization_mail_invitations t');
    expect(JSON.stringify(rows)).not.toContain('@');
    const left = async () => (await world.db.prisma.organizationMailInvitation.count({ where: { organizationId: id } })) as number;
    const erase = (person: Person) => world.tell('user.erased', person.id, { userId: person.id, erasureId: randomUUID() } as never);
    await erase(invited);
    expect(await left()).toBe(1);
    await erase(owner);
    expect(await left()).toBe(0);
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(other, KIND)).toBeUndefined();
  });

  const sentAtOnce = async (there: World) => {
    const to = `many-${randomUUID().slice(0, 8)}@people.test`;
    const owners = await Promise.all(Array.from({ length: 5 }, () => verifiedPerson(there)));
    const homes = await Promise.all(owners.map((one) => anOrganization(there, one)));
    const outcomes = await Promise.all(
      owners.map((one, n) =>
        there.run(one.viewer, InviteToOrganizationByMailDocument, { input: { organizationId: homes[n]!, email: to, role: 'STAFF' } }),
      ),
    );
    return outcomes.filter(({ inviteToOrganizationByMail: { __typename } }) => __typename.endsWith('Success')).length;
  };

  it('goes to an address three times, however many write at once (U15)', async () => {
    expect(await sentAtOnce(world)).toBe(3);
  });

  it('control: without the lock of the address, all of them write (U15)', async () => {
    const meet = meetingOf(5);
    // Comes behind the look for all that went to the address.
    const after = (statement: string) => (statement === 'organizationMailInvitation.count' ? meet() : undefined);
    expect(await sentAtOnce(await startWorld({ db: (db) => watched(withoutLocks(db), { after }) }))).toBe(5);
  });
});

describe('the tickets of an organisation (U15)', () => {
  it('are counted from what payments tells, for those who run it alone (U15)', async () => {
    const world = await startWorld();
    const owner = await signUp(world);
    const id = await anOrganization(world, owner);
    const event = anEvent({ organizationId: id });
    await tellEvent(world, event);
    const buyer = await signUp(world);
    const [orderId, ticketId] = [randomUUID(), randomUUID()];
    const order = { orderId, userId: buyer.id, eventId: event.eventId };
    const ticket = (one: string) => ({ ticketId: one, tierId: randomUUID(), tierName: 'Floor', codeHash: 'x' });
    await world.tell('order.paid', orderId, {
      ...{ ...order, version: 1, total: { amountMinor: 3000, currency: 'CAD' }, paidAt: world.clock.now().toISOString() },
      tickets: [ticket(ticketId), ticket(randomUUID()), ticket(randomUUID())],
    });
    const count = async (by: Person) =>
      (await world.run(by.viewer, MailedInvitationsDocument, { id })).organization!.statistics.ticketCount;
    expect([await count(owner), await count(buyer)]).toEqual([3, null]);
    await world.tell('order.refunded', orderId, {
      ...{ ...order, version: 2, status: 'PARTIALLY_REFUNDED', amount: { amountMinor: 2000, currency: 'CAD' } },
      ...{ refundedTicketIds: [ticketId, randomUUID()], remainingTicketIds: [randomUUID()], refundedAt: world.clock.now().toISOString() },
    });
    expect(await count(owner)).toBe(1);
  });
});
