import { Durations, silentLogger } from '@marquee/platform';
import { GraphQLError, parse } from 'graphql';
import type { Worker } from 'node:worker_threads';
import { MetricsPage } from '@marquee/platform/testing';
import { LocalPlanner } from '../src/planning/local-planner';
import type { Planner } from '../src/planning/planner';
import { PlannerThread, type PlannerThreadOptions } from '../src/planning/planner-thread';
import { Supergraph } from '@apollo/federation-internals';
import { aWorld, compose, type World } from './kit';
import { crossroads, dearQuery } from './dear-plans';
import { library } from './library';
import { until } from './socket';

const worlds: World[] = [];
const aPlanningWorld = async (planning: object, plans = library) => {
  const world = await aWorld(plans, { settings: { planning, metricsPort: 0 } });
  worlds.push(world);
  return world;
};
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

/** While a dear operation is planned: the longest that a cheap one had to wait, in milliseconds, and how many were answered. */
async function whileADearPlanIsMade(where: 'thread' | 'main') {
  const world = await aPlanningWorld({ where, timeoutMs: 60_000 }, crossroads);
  // Whatever is made with the first plan (the thread, the planner's tables) is not what is measured.
  await world.ask('{ number0 }');
  let done = false;
  const dear = world.ask(dearQuery()).finally(() => (done = true));
  let longestMs = 0;
  let answered = 0;
  while (!done) {
    const startedAt = performance.now();
    expect((await world.ask('{ number0 }')).data).toEqual({ number0: 0 });
    longestMs = Math.max(longestMs, performance.now() - startedAt);
    answered++;
  }
  expect((await dear).errors).toBeUndefined();
  return { longestMs, answered };
}

test('while a dear operation is planned in the thread, cheap ones are answered; on the main thread they wait', async () => {
  const inThread = await whileADearPlanIsMade('thread');
  const control = await whileADearPlanIsMade('main');
  expect(control.longestMs).toBeGreaterThan(150);
  expect(inThread.longestMs).toBeLessThan(control.longestMs / 2);
  expect(inThread.answered).toBeGreaterThan(4 * control.answered);
}, 60_000);

test('operations planned in the thread answer what they answer otherwise', async () => {
  const [main, thread] = [await aPlanningWorld({ where: 'main' }), await aPlanningWorld({ where: 'thread' })];
  const queries = [
    '{ books { title author { name } averageStars } }',
    'query ($yes: Boolean!) { book(id: "b1") { popularity reviews @include(if: $yes) { stars book { id } } } }',
    '{ find(text: "x") { __typename ... on Book { title } ... on Author { name } } }',
    '{ __typename }',
    '{ books { nonsense } }',
  ];
  for (const query of queries) {
    const { data, errors } = await thread.ask(query, { variables: { yes: true } });
    const expected = await main.ask(query, { variables: { yes: true } });
    expect({ data, errors }).toEqual({ data: expected.data, errors: expected.errors });
  }
});

test('whoever asks for what is being planned waits for the same plan', async () => {
  const world = await aPlanningWorld({ where: 'thread' });
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.ask('{ books { title author { name } } }')));
  expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
  const metrics = await MetricsPage.read(world.gateway.metricsUrl);
  expect(metrics.of('gateway_planning_duration_seconds_count{where="thread"}')).toBe(1);
  expect(
    metrics.of('gateway_plan_cache_lookups_total{outcome="hit"}')! + metrics.of('gateway_plan_cache_lookups_total{outcome="miss"}')!,
  ).toBe(20);
});

test('an operation that takes too long to plan is refused, and not planned again', async () => {
  const world = await aPlanningWorld({ where: 'thread', timeoutMs: 150 }, crossroads);
  expect((await world.ask('{ number0 }')).data).toEqual({ number0: 0 });
  const refused = { errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] };
  expect(await world.ask(dearQuery())).toMatchObject(refused);
  const again = performance.now();
  expect(await world.ask(dearQuery())).toMatchObject(refused);
  expect(performance.now() - again).toBeLessThan(150);
  expect((await world.ask('{ number1 }')).data).toEqual({ number1: 1 });
}, 60_000);

test('when too many wait to be planned, the next are told to come back; what is known is answered', async () => {
  const world = await aPlanningWorld({ where: 'thread', timeoutMs: 60_000, maxWaiting: 1 }, crossroads);
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
}, 60_000);

describe('the planning thread', () => {
  const sdl = compose(library);
  const document = parse('{ books { title author { name } } }');
  const planners: Planner[] = [];
  const local = () => new LocalPlanner(() => Supergraph.build(sdl), new Durations([]));
  const aThread = (options: Partial<PlannerThreadOptions> = {}) => {
    const thread = new PlannerThread({
      sdl,
      instead: local(),
      durations: new Durations([]),
      logger: silentLogger,
      timeoutMs: 10_000,
      maxWaiting: 10,
      idleMs: 60_000,
      ...options,
    });
    planners.push(thread);
    return thread;
  };
  afterEach(async () => {
    for (const planner of planners.splice(0)) await planner.stop();
  });

  test('plans as the main thread does', async () => {
    expect(await aThread().plan(document, undefined)).toEqual(await local().plan(document, undefined));
  });

  test('is there only while there is something to plan', async () => {
    const thread = aThread({ idleMs: 20 });
    expect(thread.isRunning).toBe(false);
    const first = await thread.plan(document, undefined);
    await until(() => !thread.isRunning);
    expect(await thread.plan(document, undefined)).toEqual(first);
  });

  test('that cannot start is done without', async () => {
    const thread = aThread({ sdl: 'type Query { this: Is no supergraph }' });
    const plans = await Promise.all([thread.plan(document, undefined), thread.plan(document, undefined)]);
    expect(plans).toEqual([await local().plan(document, undefined), await local().plan(document, undefined)]);
    expect(thread.isRunning).toBe(false);
    expect(await thread.plan(document, undefined)).toEqual(plans[0]);
  });

  test('that is lost is replaced', async () => {
    const thread = aThread();
    await thread.plan(document, undefined);
    const plan = thread.plan(document, undefined);
    await (thread as unknown as { worker: Worker }).worker.terminate();
    expect(await plan).toEqual(await local().plan(document, undefined));
    expect(thread.isRunning).toBe(true);
  });

  test('passes on what the planner refuses', async () => {
    const thread = aThread();
    await expect(thread.plan(parse('{ unknown }'), undefined)).rejects.toThrow(GraphQLError);
    expect(await thread.plan(document, undefined)).toMatchObject({ kind: 'Sequence' });
  });

  test('leaves nobody waiting when it stops', async () => {
    const thread = aThread();
    const plans = [thread.plan(document, undefined), thread.plan(document, undefined)].map((plan) =>
      plan.catch((error: Error) => error.name),
    );
    await thread.stop();
    expect(await Promise.all(plans)).toEqual(['PlanningRefused', 'PlanningRefused']);
    expect(thread.isRunning).toBe(false);
  });
});
