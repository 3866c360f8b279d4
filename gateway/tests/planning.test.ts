import { Durations, silentLogger } from '@marquee/platform';
import { GraphQLError, parse } from 'graphql';
import { setTimeout as pause } from 'node:timers/promises';
import { MetricsPage } from '@marquee/platform/testing';
import { LocalPlanner } from '../src/planning/local-planner';
import type { Planner, PlanningRefused } from '../src/planning/planner';
import { PlannerProcesses, type PlannerProcessesOptions } from '../src/planning/planner-processes';
import { Supergraph } from '@apollo/federation-internals';
import { aWorld, compose, type World } from './kit';
import { bomb, crossroads, dearQuery, wide } from './dear-plans';
import { library } from './library';
import { until } from './socket';

const worlds: World[] = [];
const aPlanningWorld = async (planning: object, plans = library) => {
  const world = await aWorld(plans, { settings: { planning: { planner: 'apollo', ...planning }, metricsPort: 0 } });
  worlds.push(world);
  return world;
};
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

/** How many cheap operations, one after the other, are answered while a dear one is planned. */
async function whileADearPlanIsMade(where: 'process' | 'main') {
  const world = await aPlanningWorld({ where, timeoutMs: 60_000 }, crossroads);
  // Whatever is made with the first plan (the process, the planner's tables) is not what is measured.
  await world.ask('{ number0 }');
  let done = false;
  const dear = world.ask(dearQuery()).finally(() => (done = true));
  let answered = 0;
  while (!done) {
    expect((await world.ask('{ number0 }')).data).toEqual({ number0: 0 });
    answered++;
  }
  expect((await dear).errors).toBeUndefined();
  return answered;
}

test('while a dear operation is planned in another process, cheap ones are answered; on the main thread they wait', async () => {
  const inProcess = await whileADearPlanIsMade('process');
  const control = await whileADearPlanIsMade('main');
  expect(inProcess).toBeGreaterThan(4 * control);
});

test('operations planned in another process answer what they answer otherwise', async () => {
  const [main, other] = [await aPlanningWorld({ where: 'main' }), await aPlanningWorld({ where: 'process' })];
  const queries = [
    '{ books { title author { name } averageStars } }',
    'query ($yes: Boolean!) { book(id: "b1") { popularity reviews @include(if: $yes) { stars book { id } } } }',
    '{ find(text: "x") { __typename ... on Book { title } ... on Author { name } } }',
    '{ __typename }',
    '{ books { nonsense } }',
  ];
  for (const query of queries) {
    const { data, errors } = await other.ask(query, { variables: { yes: true } });
    const expected = await main.ask(query, { variables: { yes: true } });
    expect({ data, errors }).toEqual({ data: expected.data, errors: expected.errors });
  }
});

test('whoever asks for what is being planned waits for the same plan', async () => {
  const world = await aPlanningWorld({ where: 'process' });
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.ask('{ books { title author { name } } }')));
  expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
  const metrics = await MetricsPage.read(world.gateway.metricsUrl);
  expect(metrics.of('gateway_planning_duration_seconds_count{where="process"}')).toBe(1);
  expect(
    metrics.of('gateway_plan_cache_lookups_total{outcome="hit"}')! + metrics.of('gateway_plan_cache_lookups_total{outcome="miss"}')!,
  ).toBe(20);
});

test.each([
  ['', {}],
  [' also where one process plans and nothing is planned instead, as in test mode', { maxProcesses: 1, mainInstead: false }],
])('an operation that takes too long to plan is refused, and not planned again for a minute%s', async (_, apart) => {
  const world = await aPlanningWorld({ where: 'process', timeoutMs: 1_000, ...apart }, wide(16));
  expect((await world.ask('{ hello }')).data).toEqual({ hello: null });
  const refused = { errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] };
  const plan = vi.spyOn(PlannerProcesses.prototype, 'plan');
  const now = performance.now.bind(performance);
  try {
    expect(await world.ask(bomb)).toMatchObject(refused);
    expect(await world.ask(bomb)).toMatchObject(refused);
    expect(plan).toHaveBeenCalledTimes(1);
    const later = vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
    expect(await world.ask(bomb)).toMatchObject(refused);
    later.mockRestore();
    expect(plan).toHaveBeenCalledTimes(2);
  } finally {
    vi.restoreAllMocks();
  }
  expect((await world.ask('{ again: hello }')).data).toEqual({ again: null });
});

test('when too many wait to be planned, the next are told to come back; what is known is answered', async () => {
  const world = await aPlanningWorld({ where: 'process', timeoutMs: 60_000, maxWaiting: 1 }, crossroads);
  await world.ask('{ number0 }');
  const dear = [world.ask(dearQuery('A')), world.ask(dearQuery('B'))];
  await until(() => world.gateway.statistics.planning === 2);
  const refused = await world.ask('{ number3 }');
  expect(refused).toMatchObject({ status: 503, errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true, retryAfter: 1 } }] });
  expect(refused.headers.get('retry-after')).toBe('1');
  expect((await MetricsPage.read(world.gateway.metricsUrl)).of('gateway_limited_total{limit="planning"}')).toBe(1);
  expect((await world.ask('{ number0 }')).data).toEqual({ number0: 0 });
  for (const answer of await Promise.all(dear)) expect(answer.errors).toBeUndefined();
  expect((await world.ask('{ number3 }')).data).toEqual({ number3: 3 });
});

describe('planning processes', () => {
  const sdl = compose(library);
  const document = parse('{ books { title author { name } } }');
  const planners: Planner[] = [];
  const local = () => new LocalPlanner(() => Supergraph.build(sdl), new Durations([]));
  const someProcesses = (options: Partial<PlannerProcessesOptions> = {}) => {
    const planner = new PlannerProcesses({
      sdl,
      instead: local(),
      durations: new Durations([]),
      logger: silentLogger,
      timeoutMs: 10_000,
      maxWaiting: 10,
      idleMs: 60_000,
      maxProcesses: 3,
      ...options,
    });
    planners.push(planner);
    return planner;
  };
  afterEach(async () => {
    for (const planner of planners.splice(0)) await planner.stop();
  });

  test('plan as the main thread does', async () => {
    expect(await someProcesses().plan(document, undefined)).toEqual(await local().plan(document, undefined));
  });

  test('are there only while there is something to plan', async () => {
    const planner = someProcesses({ idleMs: 20 });
    expect(planner.running).toEqual([]);
    const first = await planner.plan(document, undefined);
    await until(() => planner.running.length === 0);
    expect(await planner.plan(document, undefined)).toEqual(first);
  });

  test('that cannot start are done without', async () => {
    const planner = someProcesses({ sdl: 'type Query { this: Is no supergraph }' });
    const plans = await Promise.all([planner.plan(document, undefined), planner.plan(document, undefined)]);
    expect(plans).toEqual([await local().plan(document, undefined), await local().plan(document, undefined)]);
    expect(planner.running).toEqual([]);
    expect(await planner.plan(document, undefined)).toEqual(plans[0]);
  });

  test('that cannot start are tried again with the next operation, where nothing may be planned instead', async () => {
    const planner = someProcesses({ sdl: 'type Query { this: Is no supergraph }', instead: null });
    const planned = () => planner.plan(document, undefined).catch((error: PlanningRefused) => error.reason);
    expect(await Promise.all([planned(), planned()])).toEqual(['too many', 'too many']);
    expect(planner.running).toEqual([]);
    const again = planned();
    expect(planner.running).toHaveLength(1);
    expect(await again).toBe('too many');
  });

  test('are no more than they may be', async () => {
    const planner = someProcesses({ sdl: compose(wide(24)), timeoutMs: 3_000, maxProcesses: 1 });
    const slow = planner.plan(parse(bomb), undefined).catch((error: PlanningRefused) => error.reason);
    let most = 0;
    const counted = setInterval(() => (most = Math.max(most, planner.running.length)), 20);
    expect(await planner.plan(parse('{ hello }'), undefined)).toMatchObject({ kind: 'Fetch' });
    clearInterval(counted);
    expect([await slow, most]).toEqual(['too long', 1]);
  });

  test('that are lost are replaced', async () => {
    const planner = someProcesses();
    await planner.plan(document, undefined);
    const plan = planner.plan(document, undefined);
    for (const { pid } of planner.running) process.kill(pid, 'SIGKILL');
    expect(await plan).toEqual(await local().plan(document, undefined));
    expect(planner.running).toHaveLength(1);
  });

  test('are more than one while a plan is slow: nobody else waits for it', async () => {
    const planner = someProcesses({ sdl: compose(wide(24)), timeoutMs: 120_000 });
    const slow = planner.plan(parse(bomb), undefined).catch((error: Error) => error.name);
    for (const query of ['{ hello }', '{ one: hello }', '{ two: hello }'])
      expect(await planner.plan(parse(query), undefined)).toMatchObject({ kind: 'Fetch' });
    expect(planner.running).toHaveLength(2);
    await planner.stop();
    expect(await slow).toBe('PlanningRefused');
  });

  test('are lost over the same operation twice at most', async () => {
    const planner = someProcesses({ sdl: compose(wide(24)), timeoutMs: 120_000 });
    const deadly = planner.plan(parse(bomb), undefined).catch((error: Error) => error.name);
    const killed = new Set<number>();
    for (let ended = false; !ended; ended = await Promise.race([deadly.then(() => true), pause(20).then(() => false)]))
      for (const { pid, job } of planner.running) {
        if (!job) continue;
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      }
    expect(await deadly).toBe('PlanningRefused');
    expect(killed.size).toBe(2);
    expect(await planner.plan(parse('{ hello }'), undefined)).toMatchObject({ kind: 'Fetch' });
  });

  test('pass on what the planner refuses', async () => {
    const planner = someProcesses();
    await expect(planner.plan(parse('{ unknown }'), undefined)).rejects.toThrow(GraphQLError);
    expect(await planner.plan(document, undefined)).toMatchObject({ kind: 'Sequence' });
  });

  test('leave nobody waiting when they stop', async () => {
    const planner = someProcesses();
    const plans = [planner.plan(document, undefined), planner.plan(document, undefined)].map((plan) =>
      plan.catch((error: Error) => error.name),
    );
    await planner.stop();
    expect(await Promise.all(plans)).toEqual(['PlanningRefused', 'PlanningRefused']);
    expect(planner.running).toEqual([]);
  });
});
