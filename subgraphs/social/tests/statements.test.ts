import { countStatements } from '@marquee/platform/testing';
import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import { social } from '../src';
import { RoomDocument } from './generated/documents';
import { startWorld, type World } from './world';

let world: World;
let viewer: Viewer;
const events: string[] = [];
const people: string[] = [];
let roomId: string;

const ROOM_OF_EVENT = `query($id: ID!) { _entities(representations: [{ __typename: "Event", id: $id }]) { ... on Event { chatRoom { id } } } }`;

beforeAll(async () => {
  // Without jobs, whose statements would be counted, too.
  world = await startWorld({ subgraph: social.with({ jobs: [] }) });
  viewer = await world.person();
  const friend = await world.person();
  await world.befriend(viewer, friend);
  const others: Viewer[] = [];
  for (let n = 0; n < 12; n++) {
    const person = await world.person();
    others.push(person);
    people.push(person.id);
    await world.befriend(friend, person);
    await world.group(person);
    const id = await world.event(person);
    events.push(id);
    await world.attends(id, viewer, 'GOING');
    const { chatRoom } = (await world.run(person, ROOM_OF_EVENT, { id }))._entities[0];
    await world.say(person, chatRoom.id, 'welcome');
  }
  world.clock.advance(1_000);
  await world.group(friend);
  const group = await world.group(viewer, others);
  roomId = group.roomId;
  for (const person of others) await world.say(person, roomId, 'hello');
});

const statementsOf = async (query: string, variables: Record<string, unknown>) => {
  const { statements } = await countStatements(world.subgraph, () => world.run(viewer, query, variables));
  return statements;
};
const entities = (type: string, ids: readonly string[], selection: string) => ({
  query: `query($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} ${selection} } }`,
  variables: { r: ids.map((id) => ({ __typename: type, id })) },
});

test.each([
  ['the rooms of an event page or list', 'Event', '{ chatRoom { id unreadCount } }', 2],
  ['the rooms of events with their last message', 'Event', '{ chatRoom { id unreadCount lastMessage { text sender { id } } } }', 4],
  ['the activity of events', 'Event', '{ activity(first: 3) { nodes { type actor { id } event { id } } } }', 1],
  ['profiles', 'User', '{ friends(first: 5) { nodes { id } totalCount } presence { state lastSeenAt } }', 5],
  [
    'profiles with everything social',
    'User',
    `{ friends(first: 5) { nodes { id } totalCount } mutualFriends(first: 5) { nodes { id } totalCount } followers(first: 5) { totalCount nodes { id } }
       groups(first: 5) { nodes { id name } } presence { state } compatibility { score } viewerConnection { status } viewerFollows }`,
    14,
  ],
] as const)('%s take the same number of statements whatever their number', async (_, type, selection, expected) => {
  const ids = type === 'Event' ? events : people;
  const [few, many] = [entities(type, ids.slice(0, 2), selection), entities(type, ids, selection)];
  await statementsOf(few.query, few.variables);
  expect([await statementsOf(few.query, few.variables), await statementsOf(many.query, many.variables)]).toEqual([expected, expected]);
});

test('a room with its members, their presence and its messages takes 6 statements', async () => {
  const room = print(RoomDocument);
  expect([await statementsOf(room, { id: roomId, members: 2, last: 2 }), await statementsOf(room, { id: roomId })]).toEqual([6, 6]);
});

test('the feed takes 2 statements, suggestions 2, the list of rooms 4', async () => {
  const feed = (first: number) => `{ activityFeed(first: ${first}) { nodes { id type actor { id } event { id } group { id name } } } }`;
  expect([await statementsOf(feed(1), {}), await statementsOf(feed(50), {})]).toEqual([2, 2]);
  const suggestions = (first: number) =>
    `{ connectionSuggestions(first: ${first}) { nodes { user { id } mutualFriendCount compatibility { score } } } }`;
  expect([await statementsOf(suggestions(1), {}), await statementsOf(suggestions(50), {})]).toEqual([2, 2]);
  const rooms = (first: number) => `{ chatRooms(first: ${first}) { nodes { id name unreadCount lastMessage { text } } } }`;
  expect([await statementsOf(rooms(1), {}), await statementsOf(rooms(50), {})]).toEqual([4, 4]);
  const marked = (first: number) =>
    `{ chatRooms(first: ${first}) { nodes { id unreadCount mentionCount viewerState { notify unreadFrom } } } }`;
  expect([await statementsOf(marked(1), {}), await statementsOf(marked(50), {})]).toEqual([3, 3]);
});

test('what was missed in any number of rooms takes 8 statements, whatever their number', async () => {
  const rooms = (await world.run(viewer, '{ chatRooms(first: 50) { nodes { id } } }', {})).chatRooms.nodes as { id: string }[];
  const sync = `query($cursors: [RoomCursor!]!) { sync(cursors: $cursors) { cursor others { id } rooms { ... on RoomCaughtUp { hasMore room { id } changes { change ... on MessageAdded { added { text } } } } } } }`;
  const missed = (some: readonly { id: string }[]) => statementsOf(sync, { cursors: some.map(({ id }) => ({ roomId: id, since: 0 })) });
  const [few, many] = [await missed(rooms.slice(0, 2)), await missed(rooms)];
  expect(few).toBe(many);
  expect([await missed(rooms.slice(0, 2)), await missed(rooms)]).toEqual([8, 8]);
});
