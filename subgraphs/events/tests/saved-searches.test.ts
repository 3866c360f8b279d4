import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import type { SearchMatched } from '@marquee/schema/topics';
import {
  DeleteSavedSearchDocument,
  SavedSearchDocument,
  SavedSearchesDocument,
  SavedSearchMatchesDocument,
  SaveSearchDocument,
  SwipeDocument,
  UpdateSavedSearchDocument,
  type SaveSearchInput,
} from './generated/documents';
import { events } from '../src';
import { cost } from './cost';
import { aReplica, locklessAfter } from './replicas';
import { sqlOn, type Sql } from './sql';
import { DAY, HOUR, startWorld, userOf, type World } from './world';

let world: World;
let sql: Sql;
let ann: Viewer;
let told: SearchMatched[];
beforeEach(async () => {
  world = await startWorld();
  sql = sqlOn(world);
  ann = aViewer();
  await world.know([ann]);
  told = [];
  await world.bus.consume(`listener-${randomUUID()}`, ['search.matched'], async ({ payload }) => void told.push(payload as SearchMatched));
});

const save = async (viewer: Viewer, parts: Partial<SaveSearchInput> = {}): Promise<Data> =>
  (await world.run(viewer, SaveSearchDocument, { input: { name: 'Jazz', query: 'jazz', alert: 'IMMEDIATE', ...parts } })).saveSearch;
const saved = async (parts: Partial<SaveSearchInput> = {}): Promise<Data> => (await save(ann, parts)).search;
const jazz = (parts: object = {}) => world.anEvent({ title: 'Jazz by the lake', ...parts });
/** What the job tells after so long. */
async function heard(ms = 3 * 60_000): Promise<SearchMatched[]> {
  world.clock.advance(ms);
  await world.subgraph.runJob('tell-saved-searches');
  await world.subgraph.drain();
  return told.splice(0);
}
const matches = async (searchId: string, viewer = ann): Promise<string[] | undefined> =>
  (await world.run(viewer, SavedSearchMatchesDocument, { searchId, first: 20 })).savedSearchMatches?.nodes.map(({ id }) => id);

test('a search is kept, changed and deleted by its person alone', async () => {
  const filter = {
    near: { latitude: 43.65, longitude: -79.38, radiusKm: 5 },
    categorySlugs: ['music'],
    startsAfter: '2027-01-01T00:00:00.000Z',
  };
  const { id } = await saved({ filter, here: { timezone: 'America/Toronto' } });
  const { savedSearches }: Data = await world.run(ann, SavedSearchesDocument, { first: 5 });
  expect(savedSearches).toMatchObject({
    nodes: [
      {
        id,
        version: 1,
        name: 'Jazz',
        query: 'jazz',
        filter,
        here: { timezone: 'America/Toronto' },
        alert: 'IMMEDIATE',
        lastMatchedAt: null,
      },
    ],
    totalCount: 1,
  });
  const other = aViewer();
  expect((await world.run(other, SavedSearchDocument, { id })).savedSearch).toBeNull();
  expect(await matches(id, other)).toBeUndefined();
  const change = async (viewer: Viewer, input: object): Promise<Data> =>
    (await world.run(viewer, UpdateSavedSearchDocument, { input: { searchId: id, version: 1, ...input } })).updateSavedSearch;
  const remove = async (viewer: Viewer): Promise<Data> =>
    (await world.run(viewer, DeleteSavedSearchDocument, { input: { searchId: id } })).deleteSavedSearch;
  expect(await change(other, { name: 'Mine' })).toMatchObject({ __typename: 'NotFound' });
  expect(await remove(other)).toMatchObject({ __typename: 'NotFound' });
  expect(await change(ann, { name: 'Blues', query: 'blues', alert: 'DAILY' })).toMatchObject({
    search: { version: 2, name: 'Blues', query: 'blues', alert: 'DAILY' },
  });
  expect(await change(ann, { name: 'Too late' })).toMatchObject({ __typename: 'Conflict' });
  expect(await change(ann, { version: 2, query: null, filter: {} })).toMatchObject({ fields: [{ path: 'query' }] });
  expect(await remove(ann)).toEqual({ __typename: 'DeleteSavedSearchSuccess', deletedId: id });
  expect((await world.run(ann, SavedSearchDocument, { id })).savedSearch).toBeNull();
});

test('what cannot be a search is refused by its path', async () => {
  expect(await save(ann, { query: null })).toMatchObject({ __typename: 'InvalidInput', fields: [{ path: 'query' }] });
  expect(await save(ann, { name: '' })).toMatchObject({ fields: [{ path: 'name' }] });
  expect(await save(ann, { filter: { categorySlugs: ['no-such'] } })).toMatchObject({ fields: [{ path: 'filter.categorySlugs' }] });
  expect(await save(ann, { here: { timezone: 'Mars/Olympus' } })).toMatchObject({ fields: [{ path: 'here.timezone' }] });
});

describe('fifty are kept', () => {
  const lastPlace = async (module: typeof events) => {
    for (let at = 0; at < 49; at++) await save(ann, { name: `Search ${at}` });
    const replicas = await Promise.all([aReplica(world, module), aReplica(world, module)]);
    const input = { name: 'The last', query: 'jazz' };
    await Promise.all(replicas.map((replica) => replica.execute(ann, SaveSearchDocument, { input })));
    return (await sql('SELECT count(*)::int AS n FROM saved_searches')).rows[0]!.n as number;
  };

  test('also when the last place is asked for by two at once', async () => {
    expect(await lastPlace(events)).toBe(50);
    expect(await save(ann)).toMatchObject({ __typename: 'NotAllowed' });
  });

  test('control: without the lock, both get it', async () => {
    const meet = meetingOf(2);
    const met = (statement: string) => (statement.includes('AS n FROM saved_searches') ? meet() : undefined);
    expect(await lastPlace(locklessAfter(met))).toBe(51);
  });
});

test('who saved a search hears of what comes on show and is found by it, once', async () => {
  await jazz();
  const { id } = await saved();
  world.clock.advance(HOUR);
  const fresh = await jazz({ title: 'Jazz in the park' });
  await world.anEvent({ title: 'A lecture on bread' });
  await jazz({ visibility: 'PRIVATE' });
  expect(await heard()).toEqual([
    expect.objectContaining({
      searchId: id,
      version: 1,
      userId: ann.id,
      name: 'Jazz',
      count: 1,
      events: [{ eventId: fresh.id, title: 'Jazz in the park' }],
    }),
  ]);
  expect(await heard()).toEqual([]);
  expect(await matches(id)).toEqual([fresh.id]);
  expect((await world.run(ann, SavedSearchDocument, { id })).savedSearch!.lastMatchedAt).not.toBeNull();
  const second = await jazz();
  expect((await heard()).map(({ events }) => events[0]!.eventId)).toEqual([second.id]);
  expect(await matches(id)).toEqual([second.id, fresh.id]);
});

test('a daily search tells of its day at once, a weekly one of its week, one without an alert of nothing', async () => {
  const daily = await saved({ name: 'Daily', alert: 'DAILY' });
  const weekly = await saved({ name: 'Weekly', alert: 'WEEKLY' });
  await saved({ name: 'Silent', alert: 'NONE' });
  world.clock.advance(HOUR);
  await jazz();
  expect(await heard(HOUR)).toEqual([]);
  await jazz();
  expect(await heard(DAY)).toEqual([expect.objectContaining({ searchId: daily.id, count: 2 })]);
  expect(await heard(6 * DAY)).toEqual([expect.objectContaining({ searchId: weekly.id, count: 2 })]);
});

test('what is told is found by filter, too, and not what its person runs, swiped left or is blocked from', async () => {
  const { id } = await saved({ query: null, filter: { categorySlugs: ['music'], free: true } });
  world.clock.advance(HOUR);
  const fits = await jazz();
  const [own, left, theirs] = [await jazz({ by: ann }), await jazz(), await jazz({ by: aViewer({ id: randomUUID() }) })];
  const host = (await sql('SELECT creator_id FROM events WHERE id = $1', [theirs.id])).rows[0]!.creator_id as string;
  await world.run(ann, SwipeDocument, { input: { eventId: left.id, direction: 'LEFT' } });
  await world.befriend(ann, { ...aViewer(), id: host }, { type: 'BLOCK', status: 'BLOCKED' });
  await jazz({ categorySlug: 'theatre' });
  const [telling] = await heard();
  expect(telling!.events.map(({ eventId }) => eventId)).toEqual([fits.id]);
  expect(await matches(id)).toEqual([fits.id]);
  expect([own.id, left.id, theirs.id]).not.toContain(fits.id);
});

test('what is called off after it was told is taken out of what was told; nothing is left, and it is withdrawn', async () => {
  const { id } = await saved();
  world.clock.advance(HOUR);
  const [one, other] = [await jazz(), await jazz({ title: 'Jazz at noon' })];
  const [telling] = await heard();
  expect(telling!.count).toBe(2);
  await world.callOff(one.id);
  expect(await heard()).toEqual([
    expect.objectContaining({ lookId: telling!.lookId, version: 2, count: 1, events: [{ eventId: other.id, title: 'Jazz at noon' }] }),
  ]);
  await world.callOff(other.id);
  expect(await heard()).toEqual([expect.objectContaining({ lookId: telling!.lookId, version: 3, count: 0, events: [] })]);
  expect(await heard()).toEqual([]);
  expect(await matches(id)).toEqual([]);
});

test('what is called off before its search is looked at is not told', async () => {
  await saved({ alert: 'DAILY' });
  world.clock.advance(HOUR);
  await world.callOff((await jazz()).id);
  expect(await heard(2 * DAY)).toEqual([]);
});

test('a search that asks something else now tells nothing of what was on show; a deleted one takes back what it told', async () => {
  const { id } = await saved({ query: 'bread' });
  world.clock.advance(HOUR);
  await jazz();
  world.clock.advance(HOUR);
  await world.run(ann, UpdateSavedSearchDocument, { input: { searchId: id, version: 1, query: 'jazz' } });
  expect(await heard()).toEqual([]);
  world.clock.advance(HOUR);
  await jazz();
  const [telling] = await heard();
  await world.run(ann, DeleteSavedSearchDocument, { input: { searchId: id } });
  expect(await heard()).toEqual([expect.objectContaining({ lookId: telling!.lookId, version: 2, count: 0 })]);
});

test('who is suspended hears of it when they are back; who is erased has no searches', async () => {
  const { id } = await saved();
  world.clock.advance(HOUR);
  await world.tell('user.updated', ann.id, { ...userOf(ann), version: 2, active: false });
  const fresh = await jazz();
  expect(await heard()).toEqual([]);
  await world.tell('user.updated', ann.id, { ...userOf(ann), version: 3, active: true });
  expect((await heard()).map(({ events }) => events[0]!.eventId)).toEqual([fresh.id]);
  await world.tell('user.erased', ann.id, { userId: ann.id, erasureId: randomUUID(), version: 4, erasedAt: new Date().toISOString() });
  expect((await sql('SELECT 1 FROM saved_searches UNION ALL SELECT 1 FROM saved_search_matches')).rows).toEqual([]);
  expect(await heard()).toEqual([]);
  expect(id).toBeTruthy();
});

test('two jobs at once tell it once', async () => {
  await saved();
  world.clock.advance(HOUR);
  await jazz();
  world.clock.advance(HOUR);
  await Promise.all([world.subgraph.runJob('tell-saved-searches'), world.subgraph.runJob('tell-saved-searches')]);
  await world.subgraph.drain();
  expect(told).toHaveLength(1);
});

test('where nothing came on show, no search is asked; a list costs as many statements for many as for one', async () => {
  for (let n = 0; n < 5; n++) await saved({ name: `Search ${n}` });
  world.clock.advance(DAY);
  const idle = await cost(world.subgraph, () => world.subgraph.runJob('tell-saved-searches'));
  expect(idle.statements).toBeLessThan(10);
  const one = await cost(world.subgraph, () => world.run(ann, SavedSearchesDocument, { first: 1 }));
  expect((await cost(world.subgraph, () => world.run(ann, SavedSearchesDocument, { first: 5 }))).statements).toBe(one.statements);
});
