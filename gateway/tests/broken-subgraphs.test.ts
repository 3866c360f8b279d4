import { PassportOffice, serveSubgraph, silentLogger } from '@marquee/platform';
import { setTimeout as pause } from 'node:timers/promises';
import { aSubgraph, aWorld, compose, SECRET, type Asked, type SubgraphPlan } from './kit';
import type { Fault } from './faulty';
import { aWorldWithFaulty, unavailable } from './faulty-world';
import { leaksIn } from './leaks';
import { aShop } from './shop';
import { aClient, until } from './socket';
import { createGateway } from '../src';

const PAGE = '{ book(id: "b1") { title author { name } reviews { stars } averageStars } }';

const answerOf = ({ data, errors }: Asked) => ({ data, errors });
const FAULTS: Exclude<Fault, object | 'none'>[] = [
  'frozen',
  'reset',
  'half a body',
  'HTML',
  'garbage',
  'status 500',
  'an empty body',
  'a list',
  'null',
  'no data',
  'data of the wrong kind',
  'errors of the wrong kind',
];

describe.each(FAULTS)('a subgraph that answers with: %s', (fault) => {
  let world: Awaited<ReturnType<typeof aWorldWithFaulty>>;
  beforeAll(async () => {
    world = await aWorldWithFaulty('reviews');
    world.front.fault = fault;
  });
  afterAll(() => world.stop());

  test('costs its own fields and nothing else', async () => {
    const startedAt = Date.now();
    const answer = await world.ask(PAGE);
    expect(answer.status).toBe(200);
    expect(answerOf(answer)).toEqual({
      data: { book: { title: 'The Dispossessed', author: { name: 'Ursula' }, reviews: null, averageStars: null } },
      errors: [unavailable('reviews', ['book', 'reviews']), unavailable('reviews', ['book', 'averageStars'])],
    });
    expect(Date.now() - startedAt).toBeLessThan(4_000);
    expect(leaksIn(JSON.stringify(answer))).toEqual([]);
  });

  test("is named at every place of the response, by the client's own names", async () => {
    const { data, errors } = await world.ask('{ list: books(first: 2) { t: title r: reviews { s: stars } } }');
    expect(data).toEqual({
      list: [
        { t: 'The Dispossessed', r: null },
        { t: 'Solaris', r: null },
      ],
    });
    expect(errors).toEqual([unavailable('reviews', ['list', 0, 'r']), unavailable('reviews', ['list', 1, 'r'])]);
  });
});

describe('a subgraph that comes and goes', () => {
  let world: Awaited<ReturnType<typeof aWorldWithFaulty>>;
  beforeEach(async () => {
    world = await aWorldWithFaulty('people');
  });
  afterEach(() => world.stop());

  test('a null that may not be goes up to the nearest parent that may', async () => {
    world.front.fault = 'HTML';
    expect(answerOf(await world.ask('{ book(id: "b1") { title author { id name } } }'))).toEqual({
      data: { book: null },
      errors: [unavailable('people', ['book', 'author', 'name'])],
    });
    const all = await world.ask('{ books { title author { name } } }');
    expect(all.data).toBeNull();
    expect(all.errors).toHaveLength(3);
  });

  test('a query is tried again, with a passport of its own for each try', async () => {
    world.front.fault = { resets: 2 };
    expect((await world.ask('{ authors { name } }')).data).toEqual({ authors: [{ name: 'Ursula' }, { name: 'Stanisław' }] });
    expect(world.front.count).toBe(3);
  });

  test('a query is tried three times and not more (X28, X29)', async () => {
    world.front.fault = 'reset';
    await world.ask('{ authors { name } }');
    expect(world.front.count).toBe(3);
  });

  test('what is broken but answers is not tried again', async () => {
    world.front.fault = 'HTML';
    await world.ask('{ authors { name } }');
    expect(world.front.count).toBe(1);
  });

  test('five failures in a row open the circuit: nothing is sent any more', async () => {
    world.front.fault = 'HTML';
    for (let round = 0; round < 5; round++) await world.ask('{ authors { name } }');
    expect(world.front.count).toBe(5);
    const startedAt = Date.now();
    expect((await world.ask('{ viewerId }')).errors).toEqual([unavailable('people', ['viewerId'])]);
    expect(world.front.count).toBe(5);
    expect(Date.now() - startedAt).toBeLessThan(900);
  });

  test('after its time one query of a crowd tries; when it is answered, everybody is served again', async () => {
    await world.stop();
    world = await aWorldWithFaulty('people', { callTimeoutMs: 500, breaker: { failures: 2, openMs: 300, longestOpenMs: 300 } });
    const crowd = () => Promise.all(Array.from({ length: 20 }, () => world.ask('{ viewerId }')));
    world.front.fault = 'frozen';
    await crowd();
    const { count } = world.front;
    const opened = Date.now();
    await until(() => Date.now() > opened + 300);
    expect((await crowd()).every(({ errors }) => errors?.length)).toBe(true);
    expect(world.front.count).toBe(count + 1);
    const openedAgain = Date.now();
    await until(() => Date.now() > openedAgain + 300);
    world.front.fault = 'none';
    const served = (await crowd()).filter(({ errors }) => !errors).length;
    expect(served).toBeGreaterThanOrEqual(1);
    expect((await crowd()).every(({ errors }) => !errors)).toBe(true);
  });

  test('a success in between keeps it closed', async () => {
    for (let round = 0; round < 8; round++) {
      world.front.fault = round % 4 === 3 ? 'none' : 'HTML';
      await world.ask('{ viewerId }');
    }
    world.front.fault = 'none';
    expect((await world.ask('{ viewerId }')).errors).toBeUndefined();
  });

  test('a client that leaves takes its query with it', async () => {
    world.front.fault = 'frozen';
    const leaving = new AbortController();
    const asked = fetch(world.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ viewerId }"}',
      signal: leaving.signal,
    });
    await until(() => world.front.count === 1);
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await until(() => world.front.abandoned === 1);
  });
});

describe('mutations', () => {
  test('are never sent twice', async () => {
    const world = await aWorldWithFaulty('catalogue');
    world.front.fault = 'reset';
    const { errors } = await world.ask('mutation { retitle(id: "b1", title: "New") { title } }');
    expect(errors).toEqual([unavailable('catalogue', ['retitle'], false)]);
    expect(world.front.count).toBe(1);
    await world.stop();
  });

  test('that never got there may be repeated', async () => {
    const world = await aWorldWithFaulty('catalogue');
    await world.front.stop();
    const { errors } = await world.ask('mutation { retitle(id: "b1", title: "New") { title } }');
    expect(errors).toEqual([unavailable('catalogue', ['retitle'], true)]);
    await world.stop();
  });
});

test('a mutation that has begun is finished, whether or not anybody waits for it', async () => {
  const done: string[] = [];
  const slow = (name: string): SubgraphPlan => ({
    name,
    sdl: `type Query { ${name}Done: Int } type Mutation { ${name}: Boolean }`,
    resolvers: { Mutation: { [name]: async () => (await pause(100), done.push(name), true) } },
  });
  const world = await aWorld([slow('first'), slow('second')]);
  const leaving = new AbortController();
  const asked = fetch(world.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"mutation { first second }"}',
    signal: leaving.signal,
  });
  await until(() => world.subgraphs.first!.received.length === 1);
  leaving.abort();
  await expect(asked).rejects.toThrow();
  await until(() => done.length === 2);
  expect(done).toEqual(['first', 'second']);
  await world.stop();
});

test('an operation has a time limit of its own (X28)', async () => {
  const world = await aWorldWithFaulty('people', { callTimeoutMs: 5_000, operationTimeoutMs: 200 });
  world.front.fault = 'frozen';
  const { data, errors } = await world.ask('{ viewerId sum: __typename }');
  expect({ data, errors }).toEqual({
    data: { viewerId: null, sum: 'Query' },
    errors: [{ message: 'The operation took too long.', path: ['viewerId'], extensions: { code: 'TIMEOUT', retryable: true } }],
  });
  await world.stop();
});

describe('a subgraph that answers what it should not', () => {
  let world: Awaited<ReturnType<typeof aWorldWithFaulty>>;
  beforeAll(async () => {
    world = await aWorldWithFaulty('catalogue');
  });
  afterAll(() => world.stop());

  test.each([
    ['text for a number', '{ book(id: "b1") { pages } }', { book: { pages: '341' } }, { book: null }, ['book', 'pages']],
    ['an object for text', '{ book(id: "b1") { title } }', { book: { title: {} } }, { book: null }, ['book', 'title']],
    ['a list for an object', '{ book(id: "b1") { title } }', { book: [] }, { book: null }, ['book']],
    ['an object for a list', '{ books { title } }', { books: {} }, null, ['books']],
    ['a null in a list that has none', '{ books { title } }', { books: [{ title: 'A' }, null] }, null, ['books', 1]],
    ['a missing field', '{ book(id: "b1") { title pages } }', { book: { title: 'A' } }, { book: null }, ['book', 'pages']],
    ['a type that is not in the schema', '{ find(text: "x") { __typename } }', { find: [{ __typename: 'Secret' }] }, null, ['find', 0]],
    ['a type that does not fit', '{ find(text: "x") { __typename } }', { find: [{ __typename: 'Query' }] }, null, ['find', 0]],
    ['a number too large for Int', '{ book(id: "b1") { pages } }', { book: { pages: 2 ** 31 } }, { book: null }, ['book', 'pages']],
  ])('%s is null, with an error', async (_title, query, data, expected, path) => {
    world.front.fault = { answers: { data } };
    const answer = await world.ask(query);
    expect(answer.data).toEqual(expected);
    expect(answer.errors).toEqual([{ message: expect.any(String), path, extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(leaksIn(JSON.stringify(answer))).toEqual([]);
  });

  test('fields that nobody asked for do not get through (X21)', async () => {
    world.front.fault = { answers: { data: { book: { title: 'A', secret: 1, pages: 5 }, other: 2 } } };
    expect((await world.ask('{ book(id: "b1") { title } }')).data).toEqual({ book: { title: 'A' } });
  });

  test('nothing it answers changes what all objects inherit', async () => {
    const answers = JSON.parse(
      '{"data":{"__proto__":{"polluted":true},"book":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"title":"A","author":{"__typename":"Author","id":"a1","__proto__":{"polluted":true}}}}}',
    ) as object;
    world.front.fault = { answers };
    const answer = await world.ask('{ book(id: "b1") { title constructor: title author { name } } }');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(answer.errors).toHaveLength(1);
    const aliased = await world.ask('{ __proto__: book(id: "b1") { title } }');
    expect(({} as Record<string, unknown>).title).toBeUndefined();
    expect(aliased.status).toBe(200);
  });

  test('the wrong number of entities makes all of them missing', async () => {
    const other = await aWorldWithFaulty('people');
    other.front.fault = { answers: { data: { _entities: [] } } };
    const { data, errors } = await other.ask('{ book(id: "b1") { author { born } } }');
    expect(data).toEqual({ book: { author: { born: null } } });
    expect(errors).toMatchObject([{ path: ['book', 'author', 'born'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    await other.stop();
  });

  test.each([
    [
      'a code of its own libraries',
      { message: 'Invalid `prisma.book.findMany()` invocation in /srv/app/book.js:3', extensions: { code: 'P2002' } },
    ],
    ['no code', { message: 'connect ECONNREFUSED 10.0.0.5:5432' }],
    [
      'a validation error of its schema',
      { message: 'Cannot query field "x" on type "_Entity".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ],
    ['a refusal of the gateway itself', { message: 'This service answers the gateway only.', extensions: { code: 'PASSPORT_REFUSED' } }],
    ['a message that is no text', { message: { a: 1 }, extensions: { code: 'FORBIDDEN' } }],
  ])('an error with %s shows nothing', async (_title, error) => {
    world.front.fault = { answers: { data: { book: null }, errors: [{ ...error, path: ['book'] }] } };
    const answer = await world.ask('{ book(id: "b1") { title } }');
    expect(answer.errors).toEqual([
      {
        message: expect.stringContaining('on our side'),
        path: ['book'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: expect.any(String), retryable: true },
      },
    ]);
    expect(leaksIn(JSON.stringify(answer))).toEqual([]);
  });

  test('an error meant for clients loses what servers add for themselves', async () => {
    world.front.fault = {
      answers: {
        data: { book: null },
        errors: [
          {
            message: 'No.',
            path: ['book'],
            extensions: { code: 'FORBIDDEN', reason: 'CLOSED', stacktrace: ['at /srv/a.js:1'], exception: {} },
          },
        ],
      },
    };
    expect((await world.ask('{ b: book(id: "b1") { title } }')).errors).toEqual([
      { message: 'No.', extensions: { code: 'FORBIDDEN', reason: 'CLOSED' } },
    ]);
    expect((await world.ask('{ book(id: "b1") { title } }')).errors).toEqual([
      { message: 'No.', path: ['book'], extensions: { code: 'FORBIDDEN', reason: 'CLOSED' } },
    ]);
  });
});

describe('live', () => {
  test('a subgraph that the rest of an event needs costs its own fields; the stream goes on', async () => {
    const shop = aShop();
    const world = await aWorldWithFaulty('people', {}, shop.plans);
    const client = aClient(world.gateway.socketUrl);
    const { events } = client.listen('subscription { sale: bookSold { copies book { title soldTotal writer: author { born } } } }');
    await until(() => shop.sales.listenerCount === 1);
    world.front.fault = 'HTML';
    shop.sales.publish({ bookId: 'b1', copies: 1 });
    await until(() => events.length === 1);
    world.front.fault = 'none';
    shop.sales.publish({ bookId: 'b1', copies: 2 });
    await until(() => events.length === 2);
    expect(events).toEqual([
      {
        data: { sale: { copies: 1, book: { title: 'The Dispossessed', soldTotal: 7, writer: { born: null } } } },
        errors: [unavailable('people', ['sale', 'book', 'writer', 'born'])],
      },
      { data: { sale: { copies: 2, book: { title: 'The Dispossessed', soldTotal: 7, writer: { born: 1929 } } } } },
    ]);
    await client.client.dispose();
    await world.stop();
  });

  test('a stream whose owner is lost ends with an error; a new one works as soon as the owner is back', async () => {
    const shop = aShop();
    const passports = new PassportOffice(SECRET);
    const serve = (port: number) =>
      serveSubgraph(aSubgraph(shop.plans.at(-1)!), { port, host: '127.0.0.1', passports, logger: silentLogger });
    let owner = await serve(0);
    const port = Number(new URL(owner.url).port);
    const gateway = await createGateway({
      supergraphSdl: compose(shop.plans, { shop: owner.url }),
      passports,
      logger: silentLogger,
      port: 0,
      host: '127.0.0.1',
    });
    const client = aClient(gateway.socketUrl);
    const first = client.listen('subscription { bookSold { copies } }');
    await until(() => shop.sales.listenerCount === 1);
    await owner.stop();
    await until(() => first.state.ended);
    expect(first.state.error).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'shop', retryable: true } }]);
    expect(leaksIn(JSON.stringify(first.state.error))).toEqual([]);
    const whileDown = client.listen('subscription { bookSold { copies } }');
    await until(() => whileDown.state.ended);
    expect(whileDown.state.error).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
    owner = await serve(port);
    const second = client.listen('subscription { bookSold { copies } }');
    await until(() => shop.sales.listenerCount === 1);
    shop.sales.publish({ bookId: 'b1', copies: 4 });
    await until(() => second.events.length === 1);
    await client.client.dispose();
    await gateway.stop();
    await owner.stop();
  });
});
