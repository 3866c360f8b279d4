import { Durations, silentLogger, type Logger } from '@marquee/platform';
import { GraphQLSchema, parse } from 'graphql';
import { MetricsPage } from '@marquee/platform/testing';
import { loadNativePlanners, NativePlanner, tryNative, type NativeOptions } from '../src/planning/native-planner';
import { subgraphsOver } from './federation/subgraphs';
import { nameTypes } from './federation/oracle';
import type { Supergraph } from './federation/supergraph';
import { owners } from './federation/supergraphs/context';
import { old } from './federation/supergraphs/federation1';
import { indirect } from './federation/supergraphs/interface-object';
import { wide } from './dear-plans';
import { aWorld, compose, type SubgraphPlan, type World } from './kit';
import { library } from './library';

const worlds: World[] = [];
const aNativeWorld = async (plans: readonly SubgraphPlan[], logger: Logger = silentLogger) => {
  const world = await aWorld(plans, { logger, settings: { planning: { planner: 'native' }, metricsPort: 0 } });
  worlds.push(world);
  return world;
};
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

/** Counts the operations and supergraphs that are left to Apollo's planner. */
function aLog() {
  const left: string[] = [];
  const note = (_: unknown, text?: string) => {
    const line = text ?? String(_);
    if (/Apollo/.test(line)) left.push(line);
  };
  return { left, logger: { ...silentLogger, debug: note, warn: note, child: () => silentLogger } as unknown as Logger };
}

/** Supergraphs over the data of a test. */
function filled(supergraph: Supergraph): SubgraphPlan[] {
  const data = supergraph.data();
  nameTypes(data);
  return subgraphsOver(supergraph, { data });
}

test.each([16, 80, 200])('an interface with %i implementations is planned at once (B01, B02)', async (count) => {
  const world = await aNativeWorld(wide(count));
  const spread = await world.ask('{ unit { ... on Unit { state { id label } } } }');
  expect(spread.data).toEqual({ unit: { state: { id: 's', label: 'on' } } });
  expect((await world.ask('{ unit { id state { label } } }')).data).toEqual({ unit: { id: 'u', state: { label: 'on' } } });
  const page = await MetricsPage.read(world.gateway.metricsUrl);
  expect(page.of('gateway_planning_duration_seconds_count{where="native"}')).toBe(2);
  expect(page.of('gateway_planning_duration_seconds_sum{where="native"}')).toBeLessThan(1);
});

test.each([
  ['percent(0)', { a: 50 }],
  ['percent(100)', { b: 50 }],
  ['a label that nobody has turned on', { a: 50 }],
])('an override by %s is obeyed (B07)', async (label, expected) => {
  const world = await aNativeWorld([
    { name: 'a', sdl: 'type Query { f: String }', resolvers: { Query: { f: () => 'a' } } },
    {
      name: 'b',
      sdl: `type Query { f: String @override(from: "a", label: "${label.replaceAll(' ', '_')}") }`,
      resolvers: { Query: { f: () => 'b' } },
    },
  ]);
  const counts: Record<string, number> = {};
  for (let at = 0; at < 50; at++) {
    const { data } = await world.ask(`{ f${' '.repeat(at)} }`);
    counts[String(data?.f)] = (counts[String(data?.f)] ?? 0) + 1;
  }
  expect(counts).toEqual(expected);
});

test('an override by percent(50) moves a part of the plans', async () => {
  const world = await aNativeWorld([
    { name: 'a', sdl: 'type Query { f: String }', resolvers: { Query: { f: () => 'a' } } },
    { name: 'b', sdl: 'type Query { f: String @override(from: "a", label: "percent(50)") }', resolvers: { Query: { f: () => 'b' } } },
  ]);
  const seen = new Set<unknown>();
  for (let at = 0; at < 100 && seen.size < 2; at++) seen.add((await world.ask(`{ f${' '.repeat(at)} }`)).data?.f);
  expect([...seen].sort()).toEqual(['a', 'b']);
});

describe('what is left to Apollo’s planner', () => {
  test.each([
    ['a required field on the other side of two keys', old, '{ posts { author { rank } } }'],
    ['the same from one interface object to another', indirect, '{ newest { city greeting } }'],
  ])('%s', async (_title, supergraph, query) => {
    const { left, logger } = aLog();
    const world = await aNativeWorld(filled(supergraph), logger);
    expect((await world.ask(query)).errors).toBeUndefined();
    expect(left).toEqual(['planned by Apollo’s planner: the native one cannot']);
  });

  test('a whole supergraph with contextual arguments', async () => {
    const { left, logger } = aLog();
    const world = await aNativeWorld(filled(owners), logger);
    expect((await world.ask('{ __typename people { __typename } }')).errors).toBeUndefined();
    expect(left).toEqual(['the native planner does not know contextual arguments, which the supergraph has: Apollo’s plans instead']);
  });

  test('a supergraph that the native planner cannot read', () => {
    const { left, logger } = aLog();
    const Unable = class {
      constructor() {
        throw new Error('no');
      }
    };
    expect(tryNative(Unable as never, 'type Query { a: Int }', { ...options(), logger })).toBeNull();
    expect(left).toEqual(['the native planner does not understand the supergraph: Apollo’s plans instead']);
  });
});

const options = (): NativeOptions => ({
  timeoutMs: 5_000,
  maxWaiting: 2,
  durations: new Durations([]),
  schema: new GraphQLSchema({}),
  reservedNames: new Set(),
});

describe('the native planner', () => {
  const document = parse('query A { books { title } } query B { __typename __schema { queryType { name } } }');

  test('plans one operation of a document, and nothing where only the gateway itself is asked', async () => {
    const planner = new NativePlanner((await loadNativePlanners(silentLogger))!, compose(library), options());
    expect(await planner.plan(document, 'A')).toMatchObject({ kind: 'Fetch', operationKind: 'query' });
    expect(await planner.plan(document, 'B')).toBeNull();
    await planner.stop();
  });

  test('refuses what would take too long, too many at once, and everything when it is stopped', async () => {
    const never = class {
      planAsync = (...[, , , , signal]: [unknown, unknown, unknown, unknown, AbortSignal]) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    };
    const planner = new NativePlanner(never as never, '', { ...options(), timeoutMs: 50 });
    const first = planner.plan(document, 'A');
    const second = planner.plan(document, 'A');
    await expect(planner.plan(document, 'A')).rejects.toMatchObject({ name: 'PlanningRefused', reason: 'too many' });
    await expect(first).rejects.toMatchObject({ reason: 'too long' });
    await expect(second).rejects.toMatchObject({ reason: 'too long' });
    const last = planner.plan(document, 'A');
    await planner.stop();
    await expect(last).rejects.toMatchObject({ reason: 'too many' });
  });
});
