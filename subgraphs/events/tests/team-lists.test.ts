import { aViewer, type Data } from '@marquee/platform/testing';
import { cost } from './cost';
import { AnnounceToGuestsDocument, EnterEventLotteryDocument, OpenEventLotteryDocument } from './generated/documents';
import { DAY, HOUR, startWorld, type World } from './world';

// Lists of the team, of one event and of many: the number of SQL statements is the same.

const MANY = 8;

let world: World;
/** Each with two guests who did not come, and two announcements. */
let over: string[];
/** Each with two entries, closed. */
let drawn: string[];

beforeAll(async () => {
  world = await startWorld({ settings: { ANNOUNCEMENTS_A_DAY: '5' } });
  const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
  const guests = [aViewer(), aViewer()];
  [over, drawn] = [[], []];
  for (let n = 0; n < MANY; n++) {
    const { id } = await world.anEvent({ startsAt: later(2 * DAY), endsAt: later(2 * DAY + HOUR) });
    for (const guest of guests) await world.rsvp(guest, id);
    for (const text of ['First.', 'Second.'])
      await world.run(world.organiser, AnnounceToGuestsDocument, { input: { eventId: id, statuses: ['GOING'], text } });
    over.push(id);
    const lottery = await world.anEvent({ capacity: 1 });
    await world.run(world.organiser, OpenEventLotteryDocument, { input: { eventId: lottery.id, places: 1, closesAt: later(DAY) } });
    for (const guest of guests) await world.run(guest, EnterEventLotteryDocument, { input: { eventId: lottery.id } });
    drawn.push(lottery.id);
  }
  world.clock.advance(DAY);
  await world.subgraph.runJob('run-lotteries');
  world.clock.advance(2 * DAY);
});

const counted = async (ids: string[], fields: string) => {
  await world.subgraph.drain();
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Event { id ${fields} } } }`;
  const variables = { r: ids.map((id) => ({ __typename: 'Event', id })) };
  const { result, statements } = await cost(world.subgraph, () => world.run(world.organiser, query, variables));
  return { events: result._entities as Data[], statements };
};

const PAGE = 'edges { cursor } pageInfo { hasNextPage } totalCount';
const LISTS: [string, () => string[], string, (event: Data) => Data][] = [
  ['announcements', () => over, `announcements(first: 1) { nodes { id text } ${PAGE} }`, ({ announcements }) => announcements],
  ['no-shows', () => over, `noShows(first: 1) { nodes { id user { id } } ${PAGE} }`, ({ noShows }) => noShows],
  ['entries', () => drawn, `lottery { entries(first: 1) { nodes { id } ${PAGE} } }`, ({ lottery }) => lottery.entries],
];

test.each(LISTS)('%s of many events cost as many statements as those of one', async (_, ids, fields, listOf) => {
  const one = await counted(ids().slice(0, 1), fields);
  const many = await counted(ids(), fields);
  expect(many.statements).toBe(one.statements);
  for (const event of many.events) {
    const { nodes, totalCount, pageInfo } = listOf(event);
    expect([nodes.length, totalCount, pageInfo.hasNextPage]).toEqual([1, 2, true]);
  }
  const firsts = many.events.map((event) => listOf(event).nodes[0].id as string);
  expect(new Set(firsts).size).toBe(MANY);
});

test.each(LISTS)('%s are read on from where a page ended, and backwards', async (_, ids, fields, listOf) => {
  const [id] = ids();
  const [page] = (await counted([id!], fields)).events.map(listOf);
  const [next] = (await counted([id!], fields.replace('first: 1', `first: 5, after: "${page!.edges[0].cursor}"`))).events.map(listOf);
  expect(next!.nodes).toHaveLength(1);
  expect(next!.nodes[0].id).not.toBe(page!.nodes[0].id);
  const [back] = (await counted([id!], fields.replace('first: 1', `last: 1, before: "${next!.edges[0].cursor}"`))).events.map(listOf);
  expect(back!.nodes).toEqual(page!.nodes);
});
