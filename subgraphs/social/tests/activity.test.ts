import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import type { Data } from '@marquee/platform/testing';
import { FeedDocument, FollowDocument, JoinGroupDocument, type FeedQuery } from './generated/documents';
import { startWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

const feed = async (viewer: Viewer) =>
  (await world.run(viewer, FeedDocument, { first: 50 })).activityFeed.nodes.map(({ type, actor, event, group, friend }) => [
    type,
    actor!.id,
    event?.id ?? group?.id ?? friend?.id,
  ]);
const ofEvent = async (viewer: Viewer | null, id: string) =>
  (
    await world.run(
      viewer,
      'query($id: ID!) { _entities(representations: [{ __typename: "Event", id: $id }]) { ... on Event { activity(first: 10) { nodes { type actor { id } } } } } }',
      {
        id,
      },
    )
  )._entities[0].activity.nodes.map(({ type, actor }: Data) => [type, actor.id]);
const review = (eventId: string, authorId: string, parts: Record<string, unknown>) =>
  world.tell('review.changed', eventId, { eventId, authorId, rating: 5, eventRating: 5, eventReviewCount: 1, ...parts });
const follow = (from: Viewer, to: Viewer) => world.run(from, FollowDocument, { input: { userId: to.id } });
const later = () => world.clock.advance(1_000);

test('the feed tells what friends did, newest first: events, attendances, reviews, friends, groups (S33)', async () => {
  const [viewer, friend, other] = [await world.person(), await world.person(), await world.person()];
  await world.befriend(viewer, friend);
  later();
  await world.befriend(friend, other);
  later();
  const group = await world.group(friend);
  const hidden = await world.group(friend, [], { privacy: 'PRIVATE' });
  later();
  const eventId = randomUUID();
  const at = () => world.clock.now();
  await world.tellEvent(eventId, { creatorId: friend.id });
  later();
  const organiser = await world.person();
  const attended = await world.event(organiser);
  await world.attends(attended, friend, 'GOING', {}, at());
  later();
  await review(attended, friend.id, { reviewId: randomUUID(), version: 1 });

  expect(await feed(viewer)).toEqual([
    ['EVENT_REVIEW', friend.id, attended],
    ['EVENT_ATTENDING', friend.id, attended],
    ['EVENT_CREATED', friend.id, eventId],
    ['GROUP_JOINED', friend.id, group.id],
    ['FRIEND_JOINED', friend.id, other.id],
    ['FRIEND_JOINED', friend.id, viewer.id],
  ]);
  expect(JSON.stringify(await feed(viewer))).not.toContain(hidden.id);
  expect(await feed(organiser)).toEqual([]);
});

test('what is for friends is not told to followers, what is private to nobody (S33)', async () => {
  const [friend, follower, actor, organiser] = [
    await world.person(),
    await world.person(),
    await world.person({ privacy: { friends: 'PRIVATE' } }),
    await world.person(),
  ];
  await world.befriend(friend, actor);
  await follow(follower, actor);
  const events = { PUBLIC: await world.event(organiser), FRIENDS: await world.event(organiser), PRIVATE: await world.event(organiser) };
  for (const [visibility, id] of Object.entries(events)) {
    later();
    await world.attends(id, actor, 'GOING', { visibility: visibility as 'PUBLIC' }, world.clock.now());
  }
  const told = async (viewer: Viewer) => (await feed(viewer)).map(([, , id]) => id!);
  expect(await told(friend)).toEqual([events.FRIENDS, events.PUBLIC]);
  expect(await told(follower)).toEqual([events.PUBLIC]);
  await world.attends(events.PUBLIC, actor, 'GOING', { visibility: 'PRIVATE' });
  expect(await told(follower)).toEqual([]);
  const attending = ['EVENT_ATTENDING', actor.id];
  expect(await ofEvent(friend, events.FRIENDS)).toContainEqual(attending);
  for (const stranger of [follower, null]) expect(await ofEvent(stranger, events.FRIENDS)).not.toContainEqual(attending);
});

test('events that are not for everybody are told to those who know of them only', async () => {
  const [viewer, friend, organiser] = [await world.person(), await world.person(), await world.person()];
  await world.befriend(viewer, friend);
  const group = await world.group(organiser, [friend]);
  const hidden = await world.event(organiser, { visibility: 'PRIVATE' });
  const ofGroup = await world.event(organiser, { visibility: 'GROUP_ONLY', groupId: group.id });
  const draft = await world.event(organiser, { status: 'DRAFT' });
  for (const id of [hidden, ofGroup, draft]) await world.attends(id, friend, 'GOING');
  const told = async () => (await feed(viewer)).filter(([type]) => type === 'EVENT_ATTENDING').map(([, , id]) => id!);
  expect(await told()).toEqual([]);
  expect(await ofEvent(null, hidden)).toEqual([]);
  await world.run(viewer, JoinGroupDocument, {
    input: { groupId: group.id },
  });
  expect(await told()).toEqual([ofGroup]);
  await world.attends(hidden, viewer, 'INTERESTED');
  expect((await told()).sort()).toEqual([hidden, ofGroup].sort());
});

test('an event that flags hide is told to its organiser and guests only, and its room goes on', async () => {
  const [viewer, friend, organiser] = [await world.person(), await world.person(), await world.person()];
  await world.befriend(viewer, friend);
  const event = await world.event(organiser);
  await world.attends(event, friend, 'GOING');
  const told = async () => (await feed(viewer)).filter(([type]) => type === 'EVENT_ATTENDING').map(([, , id]) => id!);
  expect(await told()).toEqual([event]);
  await world.tellEvent(event, { creatorId: organiser.id, hidden: true });
  expect(await told()).toEqual([]);
  expect(await ofEvent(null, event)).toEqual([]);
  for (const person of [organiser, friend]) expect(await ofEvent(person, event)).toContainEqual(['EVENT_ATTENDING', friend.id]);
  const ROOM = 'query($id: ID!) { _entities(representations: [{ __typename: "Event", id: $id }]) { ... on Event { chatRoom { id } } } }';
  const room = async (person: Viewer) => (await world.run(person, ROOM, { id: event }))._entities[0].chatRoom;
  expect(await room(friend)).not.toBeNull();
  expect(await room(viewer)).toBeNull();
  await world.tellEvent(event, { creatorId: organiser.id });
  expect(await told()).toEqual([event]);
});

test('a series is told of once', async () => {
  const [viewer, friend] = [await world.person(), await world.person()];
  await world.befriend(viewer, friend);
  const [first, next] = [randomUUID(), randomUUID()];
  await world.tellEvent(first, { creatorId: friend.id, occurrence: 'FIRST' });
  await world.tellEvent(next, { creatorId: friend.id, occurrence: 'FOLLOWS' });
  expect([await ofEvent(viewer, first), await ofEvent(viewer, next)]).toEqual([[['EVENT_CREATED', friend.id]], []]);
});

test('taking something back takes its item back, and a late fact does not bring it again', async () => {
  const [viewer, friend, organiser] = [await world.person(), await world.person(), await world.person()];
  await world.befriend(viewer, friend);
  const eventId = await world.event(organiser);
  const reviewId = randomUUID();
  await world.attends(eventId, friend, 'GOING', { version: 1 });
  await review(eventId, friend.id, { reviewId, version: 1 });
  expect((await ofEvent(viewer, eventId)).length).toBe(3);
  await world.attends(eventId, friend, 'NOT_GOING', { version: 3 });
  await world.attends(eventId, friend, 'GOING', { version: 2 });
  await review(eventId, friend.id, { reviewId, version: 3, rating: null });
  await review(eventId, friend.id, { reviewId, version: 2 });
  expect(await ofEvent(viewer, eventId)).toEqual([['EVENT_CREATED', organiser.id]]);
});

test('pages of the feed neither repeat nor skip, also when something new happens between them', async () => {
  const [viewer, friend, organiser] = [await world.person(), await world.person(), await world.person()];
  await world.befriend(viewer, friend);
  const ids: string[] = [];
  for (let n = 0; n < 7; n++) {
    const id = await world.event(organiser);
    // Two at each moment: the cursor has to tell them apart.
    if (n % 2 === 0) later();
    await world.attends(id, friend, 'GOING', {}, world.clock.now());
    ids.push(id);
  }
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { activityFeed: page }: FeedQuery = await world.run(viewer, FeedDocument, { first: 2, after });
    seen.push(...page.nodes.flatMap((node) => (node.event ? [node.event.id] : [])));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    later();
    await world.attends(await world.event(organiser), friend, 'GOING', {}, world.clock.now());
  } while (after);
  expect([...seen].sort()).toEqual([...ids].sort());

  const { activityFeed: oldest } = await world.run(viewer, FeedDocument, { last: 3 });
  const { activityFeed: before } = await world.run(viewer, FeedDocument, { last: 3, before: oldest.pageInfo.startCursor });
  const all = (await world.run(viewer, FeedDocument, { first: 50 })).activityFeed.nodes;
  expect([...before.nodes, ...oldest.nodes]).toEqual(all.slice(-6));
});
