import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  InteractionNumbersDocument,
  PersonalizationDocument,
  SearchLogDocument,
  SetPersonalizationDocument,
  ShareEventDocument,
  SwipeDocument,
  TrackInteractionsDocument,
  type InteractionInput,
} from './generated/documents';
import type { events } from '../src';
import { cost } from './cost';
import { aReplica, locklessAfter } from './replicas';
import { sqlOn, type Sql } from './sql';
import { DAY, HOUR, startWorld, type World } from './world';

let world: World;
let sql: Sql;
beforeEach(async () => {
  world = await startWorld();
  sql = sqlOn(world);
});

const at = (ms = 0) => new Date(world.clock.now().getTime() + ms).toISOString();
const deed = (eventId: string | null, parts: Partial<InteractionInput> = {}): InteractionInput => ({
  clientId: randomUUID(),
  type: 'VIEW',
  at: at(),
  ...(eventId ? { eventId } : {}),
  ...parts,
});
const searched = (query: string, resultCount: number, parts: Partial<InteractionInput> = {}) =>
  deed(null, { type: 'SEARCH', query, resultCount, referenceId: randomUUID(), ...parts });
const track = async (viewer: Viewer | null, interactions: InteractionInput[], parts: Data = {}): Promise<Data> =>
  (await world.run(viewer, TrackInteractionsDocument, { input: { interactions, session: randomUUID(), consent: true, ...parts } }))
    .trackInteractions;
const choose = async (viewer: Viewer, enabled: boolean): Promise<Data> =>
  (await world.run(viewer, SetPersonalizationDocument, { input: { enabled } })).setPersonalization;
const roll = () => world.subgraph.runJob('roll-up-interactions');
const numbers = async (id: string): Promise<Data> => (await world.run(null, InteractionNumbersDocument, { id })).event!.engagement;
const written = async (): Promise<Data[]> =>
  (await sql('SELECT type, user_id, session_id, event_id, source FROM interactions ORDER BY at, client_id')).rows;

test('a batch is written down once, however often it is sent, of a person and of a visitor (X100)', async () => {
  const ann = aViewer();
  const { id } = await world.anEvent();
  const session = randomUUID();
  const batch = [deed(id, { source: 'FEED' }), deed(id, { type: 'DWELL', dwellMs: 4_000 }), searched('jazz', 3)];
  expect(await track(ann, batch)).toEqual({ __typename: 'TrackInteractionsSuccess', recorded: 3, repeated: 0, consented: true });
  expect(await track(ann, [...batch, deed(id)])).toMatchObject({ recorded: 1, repeated: 3 });
  // The same names of another session are other deeds; of the same one they are the same, whatever the time says.
  expect(await track(null, batch, { session })).toMatchObject({ recorded: 3, repeated: 0 });
  expect(await track(null, [{ ...batch[0]!, at: at(-HOUR) }], { session })).toMatchObject({ recorded: 0, repeated: 1 });
  const rows = await written();
  expect(rows).toHaveLength(7);
  expect(rows.filter(({ user_id }) => user_id === ann.id)).toHaveLength(4);
  expect(rows.filter(({ user_id, session_id }) => user_id === null && session_id === session)).toHaveLength(3);
});

test('the same batch twice at once is written down once (X105)', async () => {
  const ann = aViewer();
  await world.know([ann]);
  const { id } = await world.anEvent();
  const batch = Array.from({ length: 100 }, () => deed(id));
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => track(ann, batch)));
  expect(outcomes.reduce((sum, { recorded }) => sum + (recorded as number), 0)).toBe(100);
  expect(await written()).toHaveLength(100);
});

test('every wrong item is named, and then nothing is written down', async () => {
  const { id } = await world.anEvent();
  const secret = await world.anEvent({ visibility: 'PRIVATE' });
  const wrong = [
    deed(id),
    deed(null),
    deed(id, { type: 'DWELL' }),
    deed(id, { dwellMs: 5 }),
    deed(id, { type: 'SEARCH', query: 'x' }),
    deed(id, { clientId: ' ' }),
  ];
  const { __typename, fields } = await track(aViewer(), wrong);
  expect(__typename).toBe('InvalidInput');
  expect([...new Set((fields as Data[]).map(({ path }) => (path as string).split('.').slice(0, 2).join('.')))].sort()).toEqual(
    [1, 2, 3, 4, 5].map((n) => `interactions.${n}`),
  );
  const late = [deed(id), deed(id, { at: at(-DAY - 1000) }), deed(id, { at: at(10 * 60_000) }), deed(secret.id), deed(randomUUID())];
  const named = await track(aViewer(), late);
  expect(named.fields).toEqual([
    { path: 'interactions.1.at', message: 'must be within the last day' },
    { path: 'interactions.2.at', message: 'must not be ahead of the time' },
    { path: 'interactions.3.eventId', message: 'is no event that you may see' },
    { path: 'interactions.4.eventId', message: 'is no event that you may see' },
  ]);
  const one = deed(id);
  expect((await track(aViewer(), [one, one])).fields).toEqual([
    { path: 'interactions.1.clientId', message: 'is of an item before it, too' },
  ]);
  expect(await track(aViewer(), [])).toMatchObject({ __typename: 'InvalidInput' });
  expect(
    await track(
      aViewer(),
      Array.from({ length: 101 }, () => deed(id)),
    ),
  ).toMatchObject({ __typename: 'InvalidInput' });
  expect(await written()).toHaveLength(0);
});

test('a batch costs as many statements as one deed', async () => {
  const ann = aViewer();
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) ids.push((await world.anEvent({ title: `Event ${n}` })).id);
  await track(ann, [deed(ids[0]!)]);
  const [one, many] = [
    await cost(world.subgraph, () => track(ann, [deed(ids[0]!)])),
    await cost(world.subgraph, () =>
      track(
        ann,
        Array.from({ length: 100 }, (_, n) => deed(ids[n % 5]!)),
      ),
    ),
  ];
  expect(many.statements).toBe(one.statements);
});

test('without consent nothing is written down, and what was goes when it is taken back', async () => {
  const ann = aViewer();
  await world.know([ann]);
  const { id } = await world.anEvent();
  expect(await track(ann, [deed(id)], { consent: false })).toMatchObject({ recorded: 0, consented: false });
  expect((await world.run(ann, PersonalizationDocument, {})).personalization).toEqual({ enabled: true, changedAt: null });
  await track(ann, [deed(id)]);
  await track(aViewer(), [deed(id)]);
  await roll();
  expect(await choose(ann, false)).toMatchObject({ personalization: { enabled: false, changedAt: at() } });
  expect(await written()).toHaveLength(1);
  expect(await track(ann, [deed(id)])).toMatchObject({ recorded: 0, repeated: 0, consented: false });
  await world.run(ann, SwipeDocument, { input: { eventId: id, direction: 'UP' } });
  await world.rsvp(ann, id);
  expect(await written()).toHaveLength(1);
  // What was counted is of nobody, and stays.
  expect(await numbers(id)).toMatchObject({ views: 2 });
  expect(await choose(ann, true)).toMatchObject({ personalization: { enabled: true } });
  expect(await track(ann, [deed(id)])).toMatchObject({ recorded: 1 });
});

describe('who switches it off while something is written down', () => {
  /** One tells of a deed, the other replica switches off. */
  async function atOnce(module?: typeof events) {
    const ann = aViewer();
    await world.know([ann]);
    const { id } = await world.anEvent();
    await track(aViewer(), [deed(id)]);
    const [one, two] = await Promise.all([aReplica(world, module), aReplica(world, module)]);
    const input = { interactions: [deed(id)], session: randomUUID(), consent: true };
    await Promise.all([
      one.execute(ann, TrackInteractionsDocument, { input }),
      two.execute(ann, SetPersonalizationDocument, { input: { enabled: false } }),
    ]);
    return (await sql('SELECT 1 FROM interactions WHERE user_id = $1', [ann.id])).rowCount;
  }

  test('keeps nothing of it', async () => {
    for (let n = 0; n < 5; n++) expect(await atOnce()).toBe(0);
  });

  test('control: without the lock on the person, what was written down meanwhile stays', async () => {
    const meet = meetingOf(2);
    const met = (statement: string) => (/(INSERT INTO|DELETE FROM) interactions/.test(statement) ? meet() : undefined);
    expect(await atOnce(locklessAfter(met))).toBe(1);
  });
});

test('swipes, answers and shared links are written down by themselves (X102)', async () => {
  const ann = aViewer();
  const { id } = await world.anEvent();
  for (const direction of ['RIGHT', 'UP', 'DOWN', 'LEFT'] as const) {
    await world.run(ann, SwipeDocument, { input: { eventId: id, direction } });
    world.clock.advance(1);
  }
  await world.rsvp(ann, id, 'INTERESTED');
  world.clock.advance(1);
  await world.rsvp(ann, id);
  await world.rsvp(ann, id);
  world.clock.advance(1);
  await world.run(ann, ShareEventDocument, { input: { eventId: id } });
  await world.run(ann, ShareEventDocument, { input: { eventId: id } });
  expect((await written()).map(({ type }) => type)).toEqual(['INTERESTED', 'SAVE', 'LIKE', 'PASS', 'INTERESTED', 'ATTEND', 'SHARE']);
});

test('an erased person takes it all along; a suspended one has nothing written down', async () => {
  const [ann, ben] = [aViewer(), aViewer()];
  await world.know([ann]);
  const { id } = await world.anEvent();
  await track(ann, [deed(id), searched('jazz', 0)]);
  await choose(ann, true);
  await world.tell('user.erased', ann.id, { userId: ann.id });
  expect(await written()).toHaveLength(0);
  expect((await sql('SELECT 1 FROM personalization_choices')).rowCount).toBe(0);
  await world.know([ben], { active: false });
  expect(await track(ben, [deed(id)])).toMatchObject({ __typename: 'NotAllowed' });
});

test('numbers count each person once a day, and what comes late is in (E52, X104, X105)', async () => {
  const { id } = await world.anEvent();
  const [ann, ben] = [aViewer(), aViewer()];
  const session = randomUUID();
  await track(ann, [deed(id), deed(id), deed(id, { type: 'IMPRESSION', source: 'FEED' }), deed(id, { type: 'CLICK', source: 'FEED' })]);
  await track(ben, [deed(id)]);
  await track(null, [deed(id), deed(id)], { session });
  await roll();
  expect(await numbers(id)).toEqual({ views: 3, clicks: 1, impressions: 1 });
  world.clock.advance(DAY);
  await track(ann, [deed(id), deed(id, { type: 'IMPRESSION', source: 'TRENDING' })]);
  await track(null, [deed(id, { at: at(-DAY + HOUR) })]);
  await roll();
  await roll();
  expect(await numbers(id)).toEqual({ views: 5, clicks: 1, impressions: 2 });
  const days = await sql(
    `SELECT day::text, count, people, newcomers FROM interaction_days WHERE type = 'VIEW' AND source = 'ALL' ORDER BY day`,
  );
  const [first, second] = [at(-DAY).slice(0, 10), at().slice(0, 10)];
  const late = at(-DAY + HOUR).slice(0, 10) === first;
  expect(late).toBe(true);
  expect(days.rows).toEqual([
    { day: first, count: 6, people: 4, newcomers: 4 },
    { day: second, count: 1, people: 1, newcomers: 0 },
  ]);
  const hours = await sql(`SELECT sum(count)::int AS count FROM interaction_hours WHERE type = 'VIEW' AND source = 'ALL'`);
  expect(hours.rows).toEqual([{ count: 7 }]);
});

test('the log of searches tells what finds nothing, of words that several people searched for, to those who may see it (X80)', async () => {
  const { id } = await world.anEvent();
  const people = [aViewer(), aViewer(), aViewer()];
  for (const [n, person] of people.entries()) {
    const referenceId = `search-${n}`;
    await track(person, [
      searched('Café jazz', 2, { referenceId }),
      searched('skydiving', 0),
      ...(n < 2 ? [searched('my neighbour', 0)] : []),
    ]);
    if (n < 2) await track(person, [deed(id, { type: 'CLICK', source: 'SEARCH', referenceId })]);
  }
  await roll();
  const range = { from: at(-DAY).slice(0, 10), to: at().slice(0, 10) };
  const log = async (viewer: Viewer, parts: Data = {}) => (await world.run(viewer, SearchLogDocument, { range, ...parts })).searchLog.nodes;
  const staff = aViewer({ role: 'admin' });
  expect(await log(staff)).toEqual([
    { query: 'cafe jazz', searches: 3, empty: 0, clicked: 2 },
    { query: 'skydiving', searches: 3, empty: 3, clicked: 0 },
  ]);
  expect(await log(staff, { onlyEmpty: true })).toEqual([expect.objectContaining({ query: 'skydiving' })]);
  const asked = (viewer: Viewer | null, variables: Data) => world.execute(viewer, print(SearchLogDocument), variables);
  expect((await asked(aViewer(), { range })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  expect((await asked(staff, { range: { from: '2026-11-31', to: '2026-12-01' } })).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  expect((await asked(staff, { range: { from: '2026-11-30', to: '2026-11-01' } })).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('months are made ahead and go after some time; the numbers stay (X109)', async () => {
  const { id } = await world.anEvent({ startsAt: at(300 * DAY), endsAt: at(300 * DAY + HOUR) });
  await track(aViewer(), [deed(id)]);
  await roll();
  const months = async () =>
    (await sql(`SELECT inhrelid::regclass::text AS month FROM pg_inherits WHERE inhparent = 'interactions'::regclass ORDER BY 1`)).rows.map(
      ({ month }) => month as string,
    );
  await world.subgraph.runJob('keep-interaction-months');
  expect(await months()).toHaveLength(2);
  world.clock.advance(150 * DAY);
  // Whoever comes before the job makes the month.
  await track(aViewer(), [deed(id)]);
  expect(await written()).toHaveLength(2);
  await world.subgraph.runJob('keep-interaction-months');
  expect(await written()).toHaveLength(1);
  expect(await months()).toHaveLength(2);
  await roll();
  expect(await numbers(id)).toMatchObject({ views: 2 });
});
