import type { Viewer } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import { print, type DocumentNode } from 'graphql';
import {
  ArchiveGroupDocument,
  CreateCrewDocument,
  CreatePostDocument,
  CrewDocument,
  CrewsDocument,
  ExtendCrewDocument,
  FeedDocument,
  GroupsDocument,
  InviteToGroupDocument,
  JoinGroupDocument,
  PostDocument,
  UpdateGroupDocument,
  type CreateCrewMutationVariables,
  type CrewsQueryVariables,
} from './generated/documents';
import { after, as, DAY, NOW, startWorld, type World } from './world';

const HOUR = 3_600_000;
const EVENT_ENDS = 7 * DAY + 4 * HOUR;
const PIER = { latitude: 43.6, longitude: -79.4 };

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

type Input = Partial<CreateCrewMutationVariables['input']>;
const create = async (person: Viewer, input: Input, on = world) =>
  as((await on.run(person, CreateCrewDocument, { input: { name: 'Front row', ...input } })).createCrew, 'CreateCrewSuccess').group;
const crew = async (viewer: Viewer | null, id: string, on = world) => (await on.run(viewer, CrewDocument, { id })).group;
const found = async (viewer: Viewer | null, by: CrewsQueryVariables, on = world) =>
  (await on.run(viewer, CrewsDocument, by)).crews.nodes.map(({ id }) => id);
async function outcome(person: Viewer | null, document: DocumentNode, input: Record<string, unknown>, on = world): Promise<string> {
  const { data, errors } = await on.execute(person, print(document), { input });
  return errors ? String(errors[0]!.extensions?.code) : (Object.values(data!)[0] as { __typename: string }).__typename;
}
const joins = (person: Viewer, groupId: string, on = world) => outcome(person, JoinGroupDocument, { groupId }, on);

test('a crew goes to an event together: it is found there, has a room, and is over seven days after the event (S23)', async () => {
  const own = await startWorld();
  const [ada, bo] = [await own.person(), await own.person()];
  const eventId = await own.event(ada);
  const made = await create(ada, { eventId, maxMembers: 2 }, own);
  expect(made).toMatchObject({
    ...{ privacy: 'PUBLIC', maxMembers: 2, memberCount: 1, chatRoom: { id: expect.any(String) } },
    crew: { anchor: 'EVENT', event: { id: eventId }, venue: null, endsAt: after(EVENT_ENDS + 7 * DAY).toISOString(), isOver: false },
  });
  expect(await found(bo, { eventId }, own)).toEqual([made.id]);
  expect(await joins(bo, made.id, own)).toBe('JoinGroupSuccess');
  expect(await joins(await own.person(), made.id, own)).toBe('GroupFull');
  const inGroups = (await own.run(bo, GroupsDocument, {})).groups;
  expect([inGroups.nodes, inGroups.totalCount]).toEqual([[], 0]);

  own.clock.advance(EVENT_ENDS + 7 * DAY - 1);
  await own.subgraph.runJob('end-crews');
  expect(await crew(bo, made.id, own)).toMatchObject({ archivedAt: null, crew: { isOver: false } });
  own.clock.advance(1);
  expect((await crew(bo, made.id, own))!.crew!.isOver).toBe(true);
  expect(await found(bo, { eventId }, own)).toEqual([]);
  for (let n = 0; n < 2; n++) await own.subgraph.runJob('end-crews');
  expect(await crew(bo, made.id, own)).toMatchObject({
    ...{ version: 3, memberCount: 2, archivedAt: own.clock.now().toISOString() },
    chatRoom: { id: made.chatRoom!.id },
  });
  expect(await outcome(ada, ArchiveGroupDocument, { groupId: made.id, archived: false }, own)).toBe('NotAllowed');
});

test('its end follows the event, also when that is called off, whatever came before', async () => {
  const own = await startWorld();
  const ada = await own.person();
  const eventId = await own.event(ada);
  const { id } = await create(ada, { eventId }, own);
  const endsAt = async () => (await crew(ada, id, own))!.crew!.endsAt;
  await own.tellEvent(eventId, { creatorId: ada.id, endsAt: after(20 * DAY).toISOString() });
  expect(await endsAt()).toBe(after(27 * DAY).toISOString());
  // An older fact, come late.
  await own.tellEvent(eventId, { creatorId: ada.id, version: 1, endsAt: after(2 * DAY).toISOString() });
  expect(await endsAt()).toBe(after(27 * DAY).toISOString());
  await own.tellEvent(eventId, { creatorId: ada.id, change: 'CANCELLED', status: 'CANCELLED', endsAt: after(20 * DAY).toISOString() });
  expect(new Date(await endsAt()).getTime()).toBeLessThan(after(27 * DAY).getTime());
  expect(await outcome(ada, CreateCrewDocument, { name: 'x', eventId }, own)).toBe('NotAllowed');
  await own.clock.advance(40 * DAY);
  await own.subgraph.runJob('end-crews');
  await own.tellEvent(eventId, { creatorId: ada.id, endsAt: after(80 * DAY).toISOString() });
  expect((await crew(ada, id, own))!.crew!.isOver).toBe(true);
});

test('a crew around a private event is seen by those who see the event, by its members and by who is invited', async () => {
  const [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
  const eventId = await world.event(ada, { visibility: 'PRIVATE' });
  const { id } = await create(ada, { eventId });
  const byReference = async (viewer: Viewer | null) =>
    (await world.entity(viewer, { __typename: 'Group', id }, '{ id crew { anchor } }')).data!._entities[0]?.id ?? null;
  for (const viewer of [bo, null]) {
    expect(await crew(viewer, id)).toBeNull();
    expect(await byReference(viewer)).toBeNull();
    expect(await found(viewer, { eventId })).toEqual([]);
  }
  expect(await joins(bo, id)).toBe('NotFound');
  expect(await outcome(bo, CreateCrewDocument, { name: 'x', eventId })).toBe('NotFound');
  expect(await outcome(ada, InviteToGroupDocument, { groupId: id, userId: cy.id })).toBe('InviteToGroupSuccess');
  expect(await byReference(cy)).toBe(id);
  expect(await joins(cy, id)).toBe('JoinGroupSuccess');
  expect((await crew(cy, id))!.memberCount).toBe(2);
  // Public now, it is found by everybody; visitors too.
  await world.tellEvent(eventId, { creatorId: ada.id });
  expect(await found(null, { eventId })).toEqual([id]);
  expect(await byReference(null)).toBe(id);
});

test('what goes on in a crew around a private event is known to those alone who see the event or are in it, wherever it is read', async () => {
  const own = await startWorld();
  const [ada, bo, cy] = [await own.person(), await own.person(), await own.person()];
  await own.befriend(ada, bo);
  await own.befriend(ada, cy);
  const eventId = await own.event(ada, { visibility: 'PRIVATE' });
  const { id } = await create(ada, { eventId, name: 'To the secret party' }, own);
  await outcome(ada, InviteToGroupDocument, { groupId: id, userId: cy.id }, own);
  await joins(cy, id, own);
  const input = { text: 'We meet at the back door', groupId: id, visibility: 'PUBLIC' as const };
  const { post } = as((await own.run(ada, CreatePostDocument, { input })).createPost, 'CreatePostSuccess');
  const ofUser = '{ groups(first: 5) { totalCount nodes { id } } }';
  const known = async (viewer: Viewer | null) => ({
    post: (await own.run(viewer, PostDocument, { id: post.id })).post?.text ?? null,
    groups: (await own.entity(viewer, { __typename: 'User', id: ada.id }, ofUser)).data!._entities[0].groups,
    feed:
      viewer &&
      (await own.run(viewer, FeedDocument, { first: 20 })).activityFeed.nodes.filter(({ type }) => type === 'GROUP_JOINED').length,
  });
  const all = { post: input.text, groups: { totalCount: 1, nodes: [{ id }] } };
  const nothing = { post: null, groups: { totalCount: 0, nodes: [] } };
  expect(await known(bo)).toEqual({ ...nothing, feed: 0 });
  expect(await known(null)).toEqual({ ...nothing, feed: null });
  expect(await known(cy)).toMatchObject(all);
  await own.tellEvent(eventId, { creatorId: ada.id });
  expect(await known(bo)).toEqual({ ...all, feed: 1 });
  expect(await known(null)).toEqual({ ...all, feed: null });
});

test('crews around a venue and an area are found there, end when their owner said, and can be extended', async () => {
  const own = await startWorld();
  const [ada, bo] = [await own.person(), await own.person()];
  const venueId = '0f0e0d0c-0000-4000-8000-000000000001';
  expect(await outcome(ada, CreateCrewDocument, { name: 'x', venueId }, own)).toBe('NotFound');
  await own.event(ada, { venue: { id: venueId, name: 'Pier 3', city: 'Toronto', ...PIER } });
  const atVenue = await create(ada, { venueId }, own);
  const inArea = await create(ada, { area: { name: 'West end', ...PIER }, endsAt: after(2 * HOUR).toISOString() }, own);
  expect(atVenue.crew).toMatchObject({ anchor: 'VENUE', venue: { id: venueId }, endsAt: after(30 * DAY).toISOString() });
  expect(inArea).toMatchObject({ place: { name: 'West end' }, crew: { anchor: 'AREA', endsAt: after(2 * HOUR).toISOString() } });
  expect(await found(bo, { venueId }, own)).toEqual([atVenue.id]);
  expect(await found(bo, { near: { latitude: 43.7, longitude: -79.4 } }, own)).toEqual([inArea.id]);
  expect(await found(bo, { near: { latitude: 44.6, longitude: -79.4 } }, own)).toEqual([]);

  const extend = (person: Viewer, groupId: string, ms: number) =>
    outcome(person, ExtendCrewDocument, { groupId, endsAt: after(ms).toISOString() }, own);
  expect(await extend(bo, inArea.id, DAY)).toBe('NotAllowed');
  expect([await extend(ada, inArea.id, HOUR - 1), await extend(ada, inArea.id, 90 * DAY + 1)]).toEqual(['InvalidInput', 'InvalidInput']);
  expect(await extend(ada, inArea.id, DAY)).toBe('ExtendCrewSuccess');
  expect((await crew(bo, inArea.id, own))!.crew!.endsAt).toBe(after(DAY).toISOString());
  expect(await extend(ada, (await own.group(ada)).id, DAY)).toBe('NotFound');
  expect(await extend(ada, (await create(ada, { eventId: await own.event(ada) }, own)).id, DAY)).toBe('NotAllowed');
  own.clock.advance(DAY);
  expect(await extend(ada, inArea.id, 3 * DAY)).toBe('NotAllowed');
  expect(await found(bo, { near: PIER }, own)).toEqual([]);
});

test('nobody finds a crew with somebody whom they block, or who blocks them, in it', async () => {
  const [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
  const eventId = await world.event(ada);
  const { id } = await create(ada, { eventId });
  await joins(bo, id);
  await world.block(cy, bo);
  expect(await found(cy, { eventId })).toEqual([]);
  expect((await world.run(cy, CrewsDocument, { eventId })).crews.totalCount).toBe(0);
  expect((await world.run(ada, CrewsDocument, { eventId })).crews.totalCount).toBe(1);
});

test('wrong crews are refused, and a crew stays small', async () => {
  const ada = await world.person();
  const eventId = await world.event(ada);
  const wrong = [
    {},
    { eventId, venueId: eventId },
    { eventId, endsAt: after(DAY).toISOString() },
    { area: { name: 'No point' } },
    { eventId, maxMembers: 21 },
    { eventId, maxMembers: 1 },
    { area: PIER, endsAt: NOW.toISOString() },
    { area: PIER, endsAt: after(91 * DAY).toISOString() },
  ];
  for (const input of wrong)
    expect([input, await outcome(ada, CreateCrewDocument, { name: 'x', ...input })]).toEqual([input, 'InvalidInput']);
  for (const by of [{}, { eventId, venueId: eventId }, { near: { ...PIER, radiusKm: 501 } }, { eventId: 'x' }])
    expect((await world.execute(ada, print(CrewsDocument), by)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(await outcome(null, CreateCrewDocument, { name: 'x', eventId })).toBe('UNAUTHENTICATED');
  expect(await outcome(ada, CreateCrewDocument, { name: 'x', eventId: '00000000-0000-4000-8000-000000000000' })).toBe('NotFound');
  const over = await world.event(ada, { startsAt: after(-2 * DAY).toISOString(), endsAt: after(-DAY).toISOString(), status: 'COMPLETED' });
  expect(await outcome(ada, CreateCrewDocument, { name: 'x', eventId: over })).toBe('NotAllowed');
  const { id } = await create(ada, { eventId });
  expect(await outcome(ada, UpdateGroupDocument, { groupId: id, maxMembers: 21 })).toBe('InvalidInput');
  expect(await outcome(ada, UpdateGroupDocument, { groupId: id, maxMembers: 20 })).toBe('UpdateGroupSuccess');
});

test('a repeated request makes one crew, and a page of crews costs a fixed number of statements', async () => {
  const ada = await world.person();
  const eventId = await world.event(ada);
  const one = await create(ada, { eventId, idempotencyKey: 'once' });
  expect((await create(ada, { eventId, idempotencyKey: 'once' })).id).toBe(one.id);
  expect(await outcome(ada, CreateCrewDocument, { name: 'Other', eventId, idempotencyKey: 'once' })).toBe('KeyReused');
  const statements = async () => (await countStatements(world.subgraph, () => found(ada, { eventId }))).statements;
  const forOne = await statements();
  world.clock.advance(1);
  for (let n = 0; n < 3; n++) await create(ada, { eventId });
  expect(await statements()).toEqual(forOne);
  const first = (await world.run(ada, CrewsDocument, { eventId, first: 3 })).crews;
  const rest = await found(ada, { eventId, first: 3, after: first.pageInfo.endCursor });
  expect([...first.nodes.map(({ id }) => id), ...rest]).toHaveLength(4);
  expect(rest).toEqual([one.id]);
});
