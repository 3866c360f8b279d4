import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import type { EventChanged, EventTeamInvitationChanged } from '@marquee/schema/topics';
import {
  EventTeamDocument,
  EventTeamInvitationsDocument,
  InviteToEventTeamDocument,
  MyEventsDocument,
  RemoveFromEventTeamDocument,
  RespondToEventTeamInvitationDocument,
  SetEventTeamRoleDocument,
  type EventRole,
} from './generated/documents';
import { decision, startWorld, type World } from './world';

let world: World;
const facts: EventChanged[] = [];
const invitations: EventTeamInvitationChanged[] = [];
beforeAll(async () => {
  world = await startWorld();
  await world.know([world.organiser]);
  await world.bus.consume('team-listener', ['event.changed', 'event.team_invitation_changed'], async ({ topic, payload }) => {
    if (topic === 'event.changed') facts.push(payload as EventChanged);
    else invitations.push(payload as EventTeamInvitationChanged);
  });
});

const invite = async (eventId: string, viewer: Viewer, role: EventRole = 'EDITOR', by = world.organiser): Promise<Data> =>
  (await world.run(by, InviteToEventTeamDocument, { input: { eventId, userId: viewer.id, role } })).inviteToEventTeam;
const respond = async (viewer: Viewer, eventId: string, accept = true): Promise<Data> =>
  (await world.run(viewer, RespondToEventTeamInvitationDocument, { input: { eventId, accept } })).respondToEventTeamInvitation;
const setRole = async (by: Viewer, eventId: string, viewer: Viewer, role: EventRole): Promise<Data> =>
  (await world.run(by, SetEventTeamRoleDocument, { input: { eventId, userId: viewer.id, role } })).setEventTeamRole;
const remove = async (by: Viewer, eventId: string, viewer: Viewer): Promise<Data> =>
  (await world.run(by, RemoveFromEventTeamDocument, { input: { eventId, userId: viewer.id } })).removeFromEventTeam;
const seen = async (viewer: Viewer | null, id: string): Promise<Data | null> => (await world.run(viewer, EventTeamDocument, { id })).event!;
const asked = async (viewer: Viewer): Promise<Data[]> => (await world.run(viewer, EventTeamInvitationsDocument, {})).eventTeamInvitations;
const known = async (): Promise<Viewer> => {
  const viewer = aViewer();
  await world.know([viewer]);
  return viewer;
};

describe('an invitation to a team', () => {
  test('gives nothing until it is accepted, and then the role', async () => {
    const ann = await known();
    const { id, version } = await world.anEvent({ status: 'DRAFT', title: 'Secret party' });
    expect(await invite(id, ann)).toMatchObject({
      event: { version, team: [{ user: { id: ann.id }, role: 'EDITOR', accepted: false }] },
    });
    expect(await seen(ann, id)).toBeNull();
    expect(await asked(ann)).toEqual([{ eventId: id, eventTitle: 'Secret party', role: 'EDITOR', invitedBy: { id: world.organiser.id } }]);
    expect(await respond(ann, id)).toMatchObject({
      event: { version: version + 1, viewerRoles: ['EDITOR'], viewerMay: ['SEE', 'EDIT', 'GUESTS'], team: [{ accepted: true }] },
    });
    expect(await asked(ann)).toEqual([]);
    expect((await world.run(ann, MyEventsDocument, {})).myEvents).toEqual({ nodes: [{ id }], totalCount: 1 });
    await world.subgraph.drain();
    expect(facts.filter(({ eventId }) => eventId === id).at(-1)).toMatchObject({
      version: version + 1,
      change: 'UPDATED',
      team: [{ userId: ann.id, role: 'EDITOR' }],
    });
    expect(invitations.filter(({ eventId }) => eventId === id).map(({ version, state }) => [version, state])).toEqual([
      [1, 'OPEN'],
      [2, 'ACCEPTED'],
    ]);
  });

  test('that is accepted twice is accepted once', async () => {
    const ann = await known();
    const { id, version } = await world.anEvent();
    await invite(id, ann);
    await Promise.all([respond(ann, id), respond(ann, id)]);
    expect(await seen(ann, id)).toMatchObject({ version: version + 1, viewerRoles: ['EDITOR'] });
  });

  test('is declined, withdrawn and made again', async () => {
    const ann = await known();
    const { id } = await world.anEvent({ status: 'DRAFT' });
    await invite(id, ann);
    expect(await respond(ann, id, false)).toEqual({ __typename: 'RespondToEventTeamInvitationSuccess', event: null });
    expect(await respond(ann, id)).toMatchObject({ __typename: 'NotFound' });
    await invite(id, ann, 'DOOR');
    expect(await remove(world.organiser, id, ann)).toMatchObject({ user: { id: ann.id }, event: { team: [] } });
    expect(await respond(ann, id)).toMatchObject({ __typename: 'NotFound' });
    await invite(id, ann, 'DOOR');
    await invite(id, ann, 'BOX_OFFICE');
    expect(await respond(ann, id)).toMatchObject({ event: { viewerRoles: ['BOX_OFFICE'] } });
    await world.subgraph.drain();
    expect(invitations.filter(({ eventId }) => eventId === id).map(({ state }) => state)).toEqual([
      'OPEN',
      'DECLINED',
      'OPEN',
      'WITHDRAWN',
      'OPEN',
      'OPEN',
      'ACCEPTED',
    ]);
  });

  test('never reaches somebody who blocked, who is suspended or who does not exist (bug-reports-domain F20, O4)', async () => {
    const [ida, ben, gone, stranger] = [await known(), await known(), await known(), aViewer()];
    const { id } = await world.anEvent({ status: 'DRAFT' });
    await invite(id, ida);
    await world.befriend(ida, world.organiser, { status: 'BLOCKED' });
    expect(await asked(ida)).toEqual([]);
    expect(await respond(ida, id)).toMatchObject({ __typename: 'NotFound' });
    await world.befriend(world.organiser, ben, { status: 'BLOCKED' });
    await world.know([gone], { version: 2, active: false });
    for (const person of [ida, ben, gone, stranger])
      expect(await invite(id, person)).toMatchObject({ __typename: 'NotFound', message: expect.stringContaining('This person') });
  });

  test('is refused for the viewer, the owner and those who are on the team', async () => {
    const ann = await known();
    const { id } = await world.anEvent();
    await world.join(id, ann, 'OWNER');
    expect(await invite(id, world.organiser)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await invite(id, world.organiser, 'EDITOR', ann)).toMatchObject({
      __typename: 'InvalidInput',
      message: 'userId: owns this event',
    });
    expect(await invite(id, ann)).toMatchObject({ __typename: 'InvalidInput' });
  });

  test('is refused when fifty are on the team or asked', async () => {
    const { id } = await world.anEvent();
    const people = Array.from({ length: 52 }, () => aViewer());
    await world.know(people);
    const answers = await Promise.all(people.map((person) => invite(id, person, 'DOOR')));
    expect(answers.filter(({ __typename }) => __typename === 'InviteToEventTeamSuccess')).toHaveLength(50);
    expect(answers.find(({ __typename }) => __typename !== 'InviteToEventTeamSuccess')).toMatchObject({
      __typename: 'TeamFull',
      code: 'NOT_ALLOWED_NOW',
      maxMembers: 50,
    });
  });
});

describe('a team', () => {
  test('is seen by those who have a role and by staff, nobody else', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    await world.join(id, ann, 'DOOR');
    const whole = [{ user: { id: ann.id }, role: 'DOOR', accepted: true }];
    for (const viewer of [world.organiser, ann, aViewer({ role: 'curator' })]) expect((await seen(viewer, id))!.team).toEqual(whole);
    for (const viewer of [aViewer(), null]) expect(await seen(viewer, id)).toMatchObject({ team: null, viewerRoles: [], viewerMay: [] });
  });

  test('changes roles, which count at once', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    await world.join(id, ann, 'EDITOR');
    expect(await setRole(ann, id, ann, 'OWNER')).toMatchObject({ __typename: 'NotAllowed' });
    await setRole(world.organiser, id, ann, 'DOOR');
    expect(await seen(ann, id)).toMatchObject({ viewerRoles: ['DOOR'], viewerMay: ['SEE', 'ADMIT'] });
    expect(await setRole(world.organiser, id, aViewer(), 'DOOR')).toMatchObject({ __typename: 'NotFound' });
  });

  test('loses those who leave and those who are removed, with their streams', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ status: 'DRAFT' });
    await world.join(id, ann, 'EDITOR');
    await world.join(id, bob, 'EDITOR');
    const stream = await world.subscribe(bob, 'subscription ($id: ID!) { eventUpdated(eventId: $id) { version } }', { id });
    expect(await remove(ann, id, bob)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await remove(world.organiser, id, bob)).toMatchObject({ user: { id: bob.id } });
    await expect(stream.next()).rejects.toThrow('The stream has ended.');
    expect(await remove(ann, id, ann)).toEqual({ __typename: 'RemoveFromEventTeamSuccess', user: { id: ann.id }, event: null });
    expect(await remove(ann, id, ann)).toMatchObject({ __typename: 'NotFound' });
    for (const viewer of [ann, bob]) expect(await seen(viewer, id)).toBeNull();
  });

  test('changes without a new review: a decision on the event as it was submitted counts', async () => {
    const ann = aViewer();
    const { id, version } = await world.anEvent({ status: 'PENDING_REVIEW' });
    await world.join(id, ann, 'DOOR');
    await world.subgraph.drain();
    expect(facts.filter(({ eventId, change }) => eventId === id && change === 'SUBMITTED')).toHaveLength(1);
    await world.tell('curation.decided', id, decision({ eventId: id, eventVersion: version }));
    expect((await world.run(null, 'query ($id: ID!) { event(id: $id) { status } }', { id })).event).toEqual({ status: 'PUBLISHED' });
  });

  test('is left by who is erased, and tells it; who is suspended has no role', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ status: 'DRAFT' });
    await world.join(id, ann, 'EDITOR');
    await world.join(id, bob, 'EDITOR');
    await world.know([bob], { version: 2, active: false });
    expect(await seen(bob, id)).toBeNull();
    expect((await world.run(bob, MyEventsDocument, {})).myEvents.totalCount).toBe(0);
    await world.know([bob], { version: 3 });
    expect(await seen(bob, id)).toMatchObject({ viewerRoles: ['EDITOR'] });
    await world.tell('user.erased', ann.id, { userId: ann.id });
    await world.subgraph.drain();
    expect(facts.filter(({ eventId }) => eventId === id).at(-1)!.team).toEqual([{ userId: bob.id, role: 'EDITOR' }]);
    expect(await seen(ann, id)).toBeNull();
  });

  test('is changed once for one idempotency key', async () => {
    const ann = await known();
    const { id, version } = await world.anEvent();
    const input = { eventId: id, userId: ann.id, role: 'DOOR' as const, idempotencyKey: 'k' };
    const twice = [1, 2].map(() => world.run(world.organiser, InviteToEventTeamDocument, { input }));
    for (const { inviteToEventTeam } of await Promise.all(twice)) expect(inviteToEventTeam.__typename).toBe('InviteToEventTeamSuccess');
    expect(
      (await world.run(world.organiser, InviteToEventTeamDocument, { input: { ...input, role: 'EDITOR' } })).inviteToEventTeam,
    ).toMatchObject({ __typename: 'KeyReused' });
    expect(await seen(world.organiser, id)).toMatchObject({ version, team: [{ role: 'DOOR' }] });
  });
});

describe('an organisation', () => {
  const CREATE = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { __typename ... on CreateEventSuccess { event { id viewerRoles organization { id } } } } }`;
  const EVENTS = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Organization { events { nodes { id } totalCount } } ... on User { organizedEvents { nodes { id } } } } }`;
  const anInput = (organizationId: string) => ({
    title: 'House night',
    description: '',
    startsAt: '2027-01-01T20:00:00Z',
    endsAt: '2027-01-01T22:00:00Z',
    timezone: 'UTC',
    categorySlug: 'music',
    organizationId,
  });

  test('owns the events that its owners and managers make for it, and its people run them (E25)', async () => {
    const house = randomUUID();
    const [owner, manager, staff, stranger] = [await known(), await known(), await known(), await known()];
    await world.employ(owner, house, 'OWNER');
    await world.employ(manager, house, 'MANAGER');
    await world.employ(staff, house, 'STAFF');
    const { createEvent } = await world.run(manager, CREATE, { input: anInput(house) });
    expect(createEvent.event).toMatchObject({ viewerRoles: ['OWNER'], organization: { id: house } });
    const { id } = createEvent.event;
    expect((await world.run(staff, CREATE, { input: anInput(house) })).createEvent.__typename).toBe('NotAllowed');
    expect((await world.run(stranger, CREATE, { input: anInput(house) })).createEvent.__typename).toBe('NotFound');
    expect((await seen(owner, id))!.viewerRoles).toEqual(['OWNER']);
    expect((await seen(staff, id))!.viewerRoles).toEqual(['DOOR']);
    expect(await seen(stranger, id)).toBeNull();
    const lists = async (viewer: Viewer | null) =>
      (
        await world.run(viewer, EVENTS, {
          r: [
            { __typename: 'Organization', id: house },
            { __typename: 'User', id: manager.id },
          ],
        })
      )._entities;
    expect(await lists(owner)).toEqual([{ events: { nodes: [{ id }], totalCount: 1 } }, { organizedEvents: { nodes: [] } }]);
    expect(await lists(null)).toEqual([{ events: { nodes: [], totalCount: 0 } }, { organizedEvents: { nodes: [] } }]);
    expect((await world.run(staff, MyEventsDocument, {})).myEvents.nodes).toEqual([{ id }]);
    await world.subgraph.drain();
    expect(facts.find(({ eventId }) => eventId === id)).toMatchObject({ organizationId: house, creatorId: manager.id, team: [] });
  });

  test('takes what it gave from people who leave it, its events’ creators included; late and repeated facts change nothing', async () => {
    const house = randomUUID();
    const manager = await known();
    await world.employ(manager, house, 'MANAGER', 1);
    const { id } = (await world.run(manager, CREATE, { input: anInput(house) })).createEvent.event;
    await world.employ(manager, house, null, 4);
    await world.employ(manager, house, 'OWNER', 3);
    await world.employ(manager, house, 'MANAGER', 1);
    expect(await seen(manager, id)).toBeNull();
    expect((await world.run(manager, CREATE, { input: anInput(house) })).createEvent.__typename).toBe('NotFound');
    expect((await world.run(manager, MyEventsDocument, {})).myEvents.totalCount).toBe(0);
    await world.employ(manager, house, 'STAFF', 5);
    expect((await seen(manager, id))!.viewerMay).toEqual(['SEE', 'ADMIT']);
    await world.tell('user.erased', manager.id, { userId: manager.id });
    await world.tell('organization.member_changed', house, { organizationId: house, userId: manager.id, role: 'OWNER', version: 9 });
    expect(await seen(manager, id)).toBeNull();
    // The draft is the organisation's: it stays when who made it is erased.
    expect(await seen(aViewer({ role: 'admin' }), id)).not.toBeNull();
  });
});
