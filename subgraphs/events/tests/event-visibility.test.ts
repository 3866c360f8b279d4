import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import { SwipeDocument, InviteToEventDocument } from './generated/documents';
import { decision, startWorld, type EventInWorld, type World } from './world';

let world: World;
const curator = aViewer({ role: 'curator' });
const stranger = aViewer();

beforeAll(async () => {
  world = await startWorld();
});

const QUERY = 'query ($id: ID!) { event(id: $id) { id title } }';

/** Every way to an event that this subgraph has: all must say the same. */
async function waysTo(id: string, viewer: Viewer | null): Promise<Record<string, boolean>> {
  const root = await world.run(viewer, QUERY, { id });
  const entity = await world.entity(viewer, { __typename: 'Event', id }, '{ id title }');
  const lists = await world.run(
    viewer,
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { organizedEvents(first: 100) { nodes { id } totalCount } } } }`,
    { r: [{ __typename: 'User', id: world.organiser.id }] },
  );
  const stream = await world.subscribe(viewer, 'subscription ($id: ID!) { attendanceChanged(eventId: $id) { version } }', { id }).then(
    async (open) => {
      await open.close();
      return true;
    },
    () => false,
  );
  const { organizedEvents } = lists._entities[0];
  expect(organizedEvents.totalCount).toBe(organizedEvents.nodes.length);
  return {
    root: root.event !== null,
    entity: entity.data!._entities[0] !== null,
    list: organizedEvents.nodes.some((node: { id: string }) => node.id === id),
    stream,
  };
}

const everyWay = { root: true, entity: true, list: true, stream: true };
const noWay = { root: false, entity: false, list: false, stream: false };

test.each(['DRAFT', 'PENDING_REVIEW'] as const)('a %s event is seen by its creator and by curators, nobody else', async (status) => {
  const { id } = await world.anEvent({ status });
  expect(await waysTo(id, world.organiser)).toEqual(everyWay);
  expect(await waysTo(id, curator)).toEqual(everyWay);
  expect(await waysTo(id, stranger)).toEqual(noWay);
  expect(await waysTo(id, null)).toEqual(noWay);
});

test('a published event is seen by everybody', async () => {
  const { id } = await world.anEvent();
  expect(await waysTo(id, null)).toEqual(everyWay);
});

test('an event for a group is seen by its members for as long as they are (E7, S20)', async () => {
  const groupId = randomUUID();
  const member = aViewer();
  const membership = (viewer: Viewer, version: number, role: string | null) =>
    world.tell('group.member_changed', groupId, { groupId, groupName: 'Choir', version, userId: viewer.id, role });
  await membership(world.organiser, 1, 'OWNER');
  const { id } = await world.anEvent({ visibility: 'GROUP_ONLY', groupId });
  expect(await waysTo(id, member)).toEqual(noWay);
  await membership(member, 1, 'MEMBER');
  expect(await waysTo(id, member)).toEqual(everyWay);
  expect(await waysTo(id, stranger)).toEqual(noWay);
  expect(await waysTo(id, null)).toEqual(noWay);
  await membership(member, 3, null);
  await membership(member, 2, 'MODERATOR');
  expect(await waysTo(id, member)).toEqual(noWay);

  const list = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Group { events { nodes { id } } } } }`;
  const eventsOf = async (viewer: Viewer | null) =>
    (await world.run(viewer, list, { r: [{ __typename: 'Group', id: groupId }] }))._entities[0].events.nodes;
  expect(await eventsOf(world.organiser)).toEqual([{ id }]);
  expect(await eventsOf(stranger)).toEqual([]);

  // A reference to a group that social does not show would be an error (security F11).
  const groupSeenBy = async (viewer: Viewer) =>
    (await world.run(viewer, 'query ($id: ID!) { event(id: $id) { group { id } } }', { id })).event.group;
  expect([await groupSeenBy(world.organiser), await groupSeenBy(curator)]).toEqual([{ id: groupId }, null]);
});

test('a private event is seen by those who are invited (E7, E8, E11)', async () => {
  const guest = aViewer();
  const { id } = await world.anEvent({ visibility: 'PRIVATE' });
  await world.know([guest]);
  expect(await waysTo(id, guest)).toEqual(noWay);
  const asked = { eventId: id, userIds: [guest.id, guest.id] };
  expect((await world.run(stranger, InviteToEventDocument, { input: asked })).inviteToEvent).toMatchObject({
    __typename: 'NotFound',
    code: 'NOT_FOUND',
  });
  expect((await world.run(world.organiser, InviteToEventDocument, { input: asked })).inviteToEvent).toMatchObject({
    invitedCount: 1,
    event: { id },
  });
  expect((await world.run(world.organiser, InviteToEventDocument, { input: asked })).inviteToEvent).toMatchObject({ invitedCount: 0 });
  expect(await waysTo(id, guest)).toEqual(everyWay);
  expect(await waysTo(id, stranger)).toEqual(noWay);
  const { eventInvitations } = await world.run(guest, '{ eventInvitations { nodes { id } totalCount } }');
  expect(eventInvitations).toEqual({ nodes: [{ id }], totalCount: 1 });
  expect((await world.rsvp(guest, id)).attendance.status).toBe('GOING');
});

describe('what flags hide', () => {
  const about = (event: EventInWorld) => {
    const workflowId = randomUUID();
    return (version: number, status: string, more: object = {}) =>
      world.tell(
        'curation.decided',
        event.id,
        decision({
          workflowId,
          version,
          eventId: event.id,
          eventVersion: event.version,
          status,
          decidedAt: `2026-11-22T12:00:0${version}.000Z`,
          ...more,
        }),
      );
  };

  test('is seen by its creator, curators and its guests, until a curator approves it again', async () => {
    const [guest, decliner] = [aViewer(), aViewer()];
    const event = await world.anEvent();
    const curation = about(event);
    await world.rsvp(guest, event.id, 'INTERESTED');
    await world.rsvp(decliner, event.id, 'NOT_GOING');
    await curation(3, 'FLAGGED');
    for (const viewer of [world.organiser, curator, aViewer({ role: 'moderator' }), aViewer({ role: 'admin' }), guest])
      expect(await waysTo(event.id, viewer)).toEqual(everyWay);
    for (const viewer of [stranger, decliner, null]) expect(await waysTo(event.id, viewer)).toEqual(noWay);
    await curation(6, 'APPROVED');
    // Late and repeated, they change nothing.
    await curation(3, 'FLAGGED');
    await curation(5, 'FLAGGED');
    for (const viewer of [stranger, null]) expect(await waysTo(event.id, viewer)).toEqual(everyWay);
  });

  test('stays hidden while a curator is at it and when it is screened again; a rejection takes it from its guests too', async () => {
    const guest = aViewer();
    const event = await world.anEvent();
    const curation = about(event);
    await world.rsvp(guest, event.id);
    await curation(3, 'FLAGGED');
    await curation(4, 'IN_REVIEW', { rescored: true });
    expect(await waysTo(event.id, stranger)).toEqual(noWay);
    await curation(5, 'REJECTED');
    expect(await waysTo(event.id, guest)).toEqual(noWay);
    const { status } = (await world.run(world.organiser, 'query ($id: ID!) { event(id: $id) { status } }', { id: event.id })).event;
    expect(status).toBe('REJECTED');
    await curation(6, 'APPROVED');
    expect(await waysTo(event.id, stranger)).toEqual(everyWay);
  });

  test('can only be answered by those who see it', async () => {
    const guest = aViewer();
    const event = await world.anEvent();
    await world.rsvp(guest, event.id, 'MAYBE');
    await about(event)(3, 'FLAGGED');
    expect(await world.rsvp(stranger, event.id)).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
    expect((await world.rsvp(guest, event.id)).attendance).toMatchObject({ status: 'GOING', event: { id: event.id } });
  });

  test('of a group is seen by a member who answered, and no longer when they leave; an invitation alone is no answer', async () => {
    const groupId = randomUUID();
    const [member, guest] = [aViewer(), aViewer()];
    const membership = (viewer: Viewer, version: number, role: string | null) =>
      world.tell('group.member_changed', groupId, { groupId, groupName: 'Choir', version, userId: viewer.id, role });
    await membership(world.organiser, 1, 'OWNER');
    await membership(member, 1, 'MEMBER');
    const event = await world.anEvent({ visibility: 'GROUP_ONLY', groupId });
    await about(event)(3, 'FLAGGED');
    expect(await waysTo(event.id, member)).toEqual(noWay);
    await about(event)(4, 'APPROVED', { decidedAt: '2026-11-22T13:00:00.000Z' });
    await world.rsvp(member, event.id);
    await about(event)(5, 'FLAGGED', { decidedAt: '2026-11-22T14:00:00.000Z' });
    expect(await waysTo(event.id, member)).toEqual(everyWay);
    await membership(member, 2, null);
    expect(await waysTo(event.id, member)).toEqual(noWay);

    const secret = await world.anEvent({ visibility: 'PRIVATE' });
    await world.know([guest]);
    await world.run(world.organiser, InviteToEventDocument, {
      input: { eventId: secret.id, userIds: [guest.id] },
    });
    expect(await waysTo(secret.id, guest)).toEqual(everyWay);
    await about(secret)(3, 'FLAGGED');
    expect(await waysTo(secret.id, guest)).toEqual(noWay);
  });

  test('is found by nobody: not by search, suggestions, feed or what is trending, nor is it counted', async () => {
    const one = await startWorld();
    const event = await one.anEvent({ title: 'Zeppelin evening', tags: ['zeppelins'] });
    const guest = aViewer();
    await one.know([guest], { addressVerified: true });
    await one.rsvp(guest, event.id);
    await one.subgraph.runJob('refresh-popularity');
    const FIND = `{
      searchEvents(query: "zeppelin") { nodes { id } totalCount facets { field } }
      suggestEvents(prefix: "zepp")
      eventFeed(first: 50) { nodes { event { id } } }
      trendingEvents(first: 50) { nodes { id } }
    }`;
    const COUNTS = '{ categories { slug eventCount } }';
    const music = async () => (await one.run(null, COUNTS)).categories.find(({ slug }: Data) => slug === 'music').eventCount;
    expect(JSON.stringify(await one.run(null, FIND)).split(event.id)).toHaveLength(4);
    expect(await music()).toBe(1);
    await one.tell(
      'curation.decided',
      event.id,
      decision({ eventId: event.id, eventVersion: event.version, status: 'FLAGGED', decidedAt: '2026-11-22T12:00:00.000Z' }),
    );
    // Not by its creator either: what is found is what everybody may find.
    for (const viewer of [null, one.organiser, curator]) {
      expect(await one.run(viewer, FIND)).toEqual({
        searchEvents: { nodes: [], totalCount: 0, facets: expect.anything() },
        suggestEvents: [],
        eventFeed: { nodes: [] },
        trendingEvents: { nodes: [] },
      });
    }
    expect(await music()).toBe(0);
  });

  test('is told to the other subgraphs with the next version of the event', async () => {
    const event = await world.anEvent();
    const told: [number, boolean | undefined][] = [];
    await world.bus.consume('hidden-listener', ['event.changed'], async (fact) => {
      const payload = fact.payload as EventChanged;
      if (payload.eventId === event.id) told.push([payload.version, payload.hidden]);
    });
    const curation = about(event);
    for (const [version, status] of [[3, 'FLAGGED'], [4, 'APPROVED']] as const) await curation(version, status); // prettier-ignore
    await world.subgraph.drain();
    expect(told.slice(-2)).toEqual([
      [event.version + 1, true],
      [event.version + 2, false],
    ]);
  });

  test('ends the live streams of strangers, and not those of guests', async () => {
    const guest = aViewer();
    const event = await world.anEvent();
    await world.rsvp(guest, event.id);
    const UPDATED = 'subscription ($id: ID!) { eventUpdated(eventId: $id) { version } }';
    const [open, closed] = [
      await world.subscribe(guest, UPDATED, { id: event.id }),
      await world.subscribe(null, UPDATED, { id: event.id }),
    ];
    await about(event)(3, 'FLAGGED');
    await expect(closed.next()).rejects.toThrow('The stream has ended.');
    expect((await open.next()).data!.eventUpdated.version).toBe(event.version + 1);
    await open.close();
  });
});

test('nobody answers an event they may not see', async () => {
  const { id } = await world.anEvent({ visibility: 'PRIVATE' });
  expect(await world.rsvp(stranger, id)).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
  expect((await world.run(stranger, SwipeDocument, { input: { eventId: id, direction: 'UP' } })).swipe).toMatchObject({
    __typename: 'NotFound',
    code: 'NOT_FOUND',
  });
});

test('a private event leaks neither through a list that held it nor through an own answer (E8)', async () => {
  const groupId = randomUUID();
  const member = aViewer();
  const membership = (viewer: Viewer, version: number, role: string | null) =>
    world.tell('group.member_changed', groupId, { groupId, groupName: 'Choir', version, userId: viewer.id, role });
  await membership(world.organiser, 1, 'OWNER');
  await membership(member, 1, 'MEMBER');
  const { id } = await world.anEvent({ visibility: 'GROUP_ONLY', groupId });
  const { attendance } = await world.rsvp(member, id);
  await world.run(member, SwipeDocument, {
    input: { eventId: id, direction: 'UP' },
  });
  await membership(member, 2, null);
  const answer = await world.run(
    member,
    `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on User { attending { nodes { id } } savedEvents { nodes { id } } calendar { nodes { id } } } ... on Attendance { event { id } } } }`,
    {
      r: [
        { __typename: 'User', id: member.id },
        { __typename: 'Attendance', id: attendance.id },
      ],
    },
  );
  expect(answer._entities).toEqual([{ attending: { nodes: [] }, savedEvents: { nodes: [] }, calendar: { nodes: [] } }, null]);
});

test('the link to a virtual event is for those who go', async () => {
  const guest = aViewer();
  const { id } = await world.anEvent({ format: 'VIRTUAL', onlineUrl: 'https://example.org/stream' });
  const link = async (viewer: Viewer | null) =>
    (await world.run(viewer, 'query ($id: ID!) { event(id: $id) { onlineUrl } }', { id })).event.onlineUrl;
  expect(await link(null)).toBeNull();
  expect(await link(guest)).toBeNull();
  expect(await link(world.organiser)).toBe('https://example.org/stream');
  await world.rsvp(guest, id);
  expect(await link(guest)).toBe('https://example.org/stream');
});

test('an id that is none, a foreign cursor and a wrong page size are answered, not crashed on', async () => {
  expect((await world.run(null, QUERY, { id: "'; DROP TABLE events" })).event).toBeNull();
  const list = (args: string) =>
    world.execute(
      null,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { organizedEvents(${args}) { nodes { id } } } } }`,
      {
        r: [{ __typename: 'User', id: world.organiser.id }],
      },
    );
  const forged = Buffer.from(JSON.stringify(['organized', 'yesterday', 'x'])).toString('base64url');
  for (const args of ['first: 101', 'first: -1', 'after: "nonsense"', `after: "${forged}"`, 'first: 1, last: 1']) {
    expect((await list(args)).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  }
});
