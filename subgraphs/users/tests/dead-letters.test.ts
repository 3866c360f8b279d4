import { randomUUID } from 'node:crypto';
import type { Topics } from '@marquee/schema/topics';
import { connect, signUp, signUpAs, startWorld, type Person, type World } from './world';

// What every subgraph offers administrators for facts that it could not take in (platform/src/subgraph/upkeep.ts).

let world: World;
let admin: Person;
let [ada, bob] = [] as unknown as [Person, Person];
beforeAll(async () => {
  world = await startWorld();
  admin = await signUpAs(world, 'admin');
});
beforeEach(async () => {
  await world.db.pool.query('DELETE FROM dead_letters');
  [ada, bob] = [await signUp(world), await signUp(world)];
});

const LIST = `query ($first: Int, $after: String, $topic: String) { usersDeadLetters(first: $first, after: $after, topic: $topic) {
  totalCount nodes { id topic key error replayWanted } pageInfo { hasNextPage endCursor } } }`;
const REPLAY = `mutation ($input: ReplayUsersDeadLettersInput!) { replayUsersDeadLetters(input: $input) {
  __typename ... on ReplayUsersDeadLettersSuccess { wantedCount } ... on InvalidInput { field } } }`;
const REPUBLISH = `mutation ($input: RepublishUsersFactsInput!) { republishUsersFacts(input: $input) {
  __typename ... on RepublishUsersFactsSuccess { factCount } ... on InvalidInput { field } } }`;

const list = async (variables: object = {}) => (await world.run(admin.viewer, LIST, { ...variables })).usersDeadLetters;
const replay = async (input: object) => (await world.run(admin.viewer, REPLAY, { input })).replayUsersDeadLetters;

/** A fact that the subgraph gave up, as its consumer leaves it; returns the letter's id. */
async function aDeadLetter(
  topic: keyof Topics,
  key: string,
  payload: object,
  error = 'Error: the disk was full\n at somewhere',
): Promise<string> {
  const [id, eventId] = [randomUUID(), randomUUID()];
  const envelope = { id: eventId, topic, key, payload, occurredAt: new Date().toISOString(), headers: {} };
  await world.db.pool.query('INSERT INTO dead_letters (id, consumer, event_id, topic, envelope, error) VALUES ($1, $2, $3, $4, $5, $6)', [
    id,
    'users',
    eventId,
    topic,
    JSON.stringify(envelope),
    error,
  ]);
  return id;
}

const aRequest = () => {
  const connectionId = randomUUID();
  const fact = { connectionId, version: 1, requesterId: ada.id, addresseeId: bob.id, type: 'FRIEND', status: 'PENDING' };
  return aDeadLetter('connection.changed', connectionId, fact);
};
const unread = async (person: Person) => (await world.run(person.viewer, '{ me { unreadNotificationCount } }')).me.unreadNotificationCount;

test('they are listed, the oldest first, page by page and by topic', async () => {
  const first = await aRequest();
  await world.db.pool.query(`UPDATE dead_letters SET failed_at = failed_at - interval '1 hour'`);
  const second = await aDeadLetter('room.read', randomUUID(), {});
  const page = await list({ first: 1 });
  expect(page).toMatchObject({
    totalCount: 2,
    nodes: [{ id: first, topic: 'connection.changed', error: 'Error: the disk was full', replayWanted: false }],
  });
  expect((await list({ first: 1, after: page.pageInfo.endCursor })).nodes).toMatchObject([{ id: second }]);
  expect(await list({ topic: 'room.read' })).toMatchObject({ totalCount: 1, nodes: [{ id: second }] });
});

test('one that is replayed takes its effect, once, and is gone from the list', async () => {
  const id = await aRequest();
  expect(await replay({ ids: [id, randomUUID()] })).toEqual({ __typename: 'ReplayUsersDeadLettersSuccess', wantedCount: 1 });
  expect((await list()).nodes).toMatchObject([{ id, replayWanted: true }]);
  await world.subgraph.runJob('replay-dead-letters');
  expect([(await list()).totalCount, await unread(bob)]).toEqual([0, 1]);
  expect(await replay({ all: true })).toMatchObject({ wantedCount: 0 });
});

test('one that fails again stays, with its new error', async () => {
  const id = await aDeadLetter('connection.changed', randomUUID(), { nonsense: true });
  expect(await replay({ topic: 'connection.changed' })).toMatchObject({ wantedCount: 1 });
  await world.subgraph.runJob('replay-dead-letters');
  expect((await list()).nodes).toMatchObject([{ id, replayWanted: false, error: expect.not.stringContaining('the disk was full') }]);
});

test('the same key asks once, and exactly one of ids, topic and all is passed', async () => {
  await aRequest();
  const input = { all: true, idempotencyKey: randomUUID() };
  expect([await replay(input), await replay(input)]).toMatchObject([{ wantedCount: 1 }, { wantedCount: 1 }]);
  for (const wrong of [{}, { all: false }, { all: true, topic: 'room.read' }, { ids: [] }])
    expect(await replay(wrong)).toMatchObject({ __typename: 'InvalidInput', field: 'ids' });
});

test('what was published is published again, of one topic from a time on', async () => {
  await connect(world, ada, bob);
  await world.subgraph.drain();
  const republish = async (input: object) => (await world.run(admin.viewer, REPUBLISH, { input })).republishUsersFacts;
  const now = world.clock.now().getTime();
  const told = (await world.facts('user.updated')).length;
  expect(told).toBeGreaterThan(0);
  expect(await republish({ topic: 'user.updated', since: '2020-01-01T00:00:00Z' })).toMatchObject({ factCount: told });
  expect(await republish({ topic: 'room.read', since: '2020-01-01T00:00:00Z' })).toMatchObject({ factCount: 0 });
  expect(await republish({ topic: 'user.updated', since: new Date(now + 3_600_000).toISOString() })).toMatchObject({ field: 'since' });
});

test('they are for administrators alone, and nothing is replayed for others', async () => {
  await aRequest();
  const moderator = await signUpAs(world, 'moderator');
  for (const viewer of [null, ada.viewer, moderator.viewer]) {
    for (const [query, input] of [
      [LIST, {}],
      [REPLAY, { all: true }],
      [REPUBLISH, { topic: 'user.updated', since: '2020-01-01T00:00:00Z' }],
    ] as const) {
      const answer = await world.execute(viewer, query, { input });
      expect(answer.errors?.[0]!.extensions!['code']).toBe(viewer ? 'FORBIDDEN' : 'UNAUTHENTICATED');
    }
  }
  expect((await list()).nodes).toMatchObject([{ replayWanted: false }]);
});
