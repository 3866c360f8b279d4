import { randomUUID } from 'node:crypto';
import { aViewer } from '@marquee/platform/testing';
import { cost } from './cost';
import { startWorld, type World } from './world';

/**
 * What this subgraph answers of the clients' EventPage. Numbers below are SQL statements: for the event, category, venue, counts, the
 * viewer's answer, friends who are going. They do not grow with the number of events, guests or friends.
 */
const PAGE = `id title description startsAt endsAt timezone status tags
  category { slug name }
  venue { id name address city location { latitude longitude } }
  creator { id }
  price { type min { amountMinor currency } max { amountMinor currency } }
  attendanceCounts { going interested maybe waitlisted checkedIn capacity available }
  viewerAttendance { id status checkedInAt }
  friendsAttending(first: 5) { nodes { id } totalCount }`;
const STATEMENTS = 6;

let world: World;
const me = aViewer();
let ids: string[];

beforeAll(async () => {
  world = await startWorld();
  const friend = aViewer();
  await world.befriend(me, friend);
  ids = [];
  for (let n = 0; n < 20; n++) {
    const { id } = await world.anEvent({
      title: `Event ${n}`,
      categorySlug: n % 2 ? 'music' : 'comedy',
      venue: { name: `Hall ${n}` },
      capacity: 10,
    });
    await world.rsvp(me, id);
    await world.rsvp(friend, id, 'GOING', { visibility: 'FRIENDS' });
    ids.push(id);
  }
});

const counted = async (query: string, variables: Record<string, unknown>) => {
  await world.subgraph.drain();
  return cost(world.subgraph, () => world.run(me, query, variables));
};

test(`an event page runs ${STATEMENTS} statements`, async () => {
  const { result, statements } = await counted(`query ($id: ID!) { event(id: $id) { ${PAGE} } }`, { id: ids[0] });
  expect(result.event).toMatchObject({
    viewerAttendance: { status: 'GOING' },
    friendsAttending: { totalCount: 1 },
    attendanceCounts: { going: 2, available: 8 },
  });
  expect(statements).toBe(STATEMENTS);
});

test.each([1, 20])(`%d events through _entities run ${STATEMENTS} statements too`, async (size) => {
  const { result, statements } = await counted(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on Event { ${PAGE} } } }`, {
    r: ids.slice(0, size).map((id) => ({ __typename: 'Event', id })),
  });
  expect(result._entities.every((event: { friendsAttending: { totalCount: number } }) => event.friendsAttending.totalCount === 1)).toBe(
    true,
  );
  expect(result._entities).toHaveLength(size);
  expect(statements).toBe(STATEMENTS);
});

test.each([1, 20])('%d events with their attendees, page and total, run 5 statements', async (size) => {
  const { result, statements } = await counted(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Event { attendees(first: 3) { nodes { id user { id } event { id } } totalCount } } } }`,
    { r: ids.slice(0, size).map((id) => ({ __typename: 'Event', id })) },
  );
  expect(result._entities.every((event: { attendees: { totalCount: number } }) => event.attendees.totalCount === 2)).toBe(true);
  // The events; the viewer's roles on them, the keys of the page, its answers, the totals.
  expect(statements).toBe(5);
});

test.each([1, 15])('the events of %d people, organised and attended, run 10 statements', async (size) => {
  const people = [world.organiser.id, ...Array.from({ length: size - 1 }, () => randomUUID())];
  const { result, statements } = await counted(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { organizedEvents(first: 20) { nodes { ${PAGE} } totalCount } attending { totalCount } } } }`,
    { r: people.map((id) => ({ __typename: 'User', id })) },
  );
  expect(result._entities[0].organizedEvents.nodes).toHaveLength(20);
  // Two pages and two totals beside what a page of events costs.
  expect(statements).toBe(STATEMENTS + 4);
});
