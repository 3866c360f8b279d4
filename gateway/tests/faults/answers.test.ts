import { aWorldBehind, aWorldWithFaulty, unavailable } from '../faulty-world';
import type { Asked } from '../kit';
import { leaksIn } from '../leaks';
import { until } from '../socket';
import { stopsAfterEach } from './stops';
import { TcpProxy, type WireFault } from './tcp-proxy';

const PAGE = '{ book(id: "b1") { title author { name } reviews { stars } averageStars } }';
const WHOLE = { title: 'The Dispossessed', author: { name: 'Ursula' }, reviews: [{ stars: 5 }, { stars: 4 }], averageStars: 4.5 };
const PART = { ...WHOLE, reviews: null, averageStars: null };
const MISSING = [unavailable('reviews', ['book', 'reviews']), unavailable('reviews', ['book', 'averageStars'])];
const entities = (more: object, entity: unknown = { reviews: [{ stars: 5 }], averageStars: 4 }) =>
  JSON.stringify({ data: { _entities: [entity] }, ...more });

function expectPart(answer: Asked, errors: unknown = MISSING): void {
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual({ book: PART });
  expect(answer.errors).toEqual(errors);
  expect(leaksIn(JSON.stringify(answer))).toEqual([]);
}

describe('a subgraph whose answer is spoilt on the wire', () => {
  let world: Awaited<ReturnType<typeof aWorldBehind<TcpProxy>>>;
  beforeEach(async () => {
    world = await aWorldBehind((url) => TcpProxy.before(url), 'reviews', { breaker: { failures: 1_000 } });
    expect((await world.ask(PAGE)).data).toEqual({ book: WHOLE });
  });
  afterEach(() => world.stop());

  test.each<[string, WireFault]>([
    ['vanishes without a word', 'silence'],
    ['is reset', 'reset'],
    ['is no HTTP at all', 'noise'],
    ['ends before its first byte', { cutAfter: 0 }],
    ['ends in the status line', { cutAfter: 9 }],
    ['ends in the headers', { cutAfter: 40 }],
    ['ends in the body', { cutAfter: 210 }],
    ['comes a byte at a time', { bytesAtOnce: 1, everyMs: 30 }],
  ])('%s: its fields are missing, and come again when it is well', async (_title, fault) => {
    world.front.fault = fault;
    expectPart(await world.ask(PAGE));
    world.front.fault = 'none';
    const again = await world.ask(PAGE);
    expect([again.data, again.errors]).toEqual([{ book: WHOLE }, undefined]);
  });

  test('an answer that comes in pieces is put together', async () => {
    world.front.fault = { bytesAtOnce: 50, everyMs: 5 };
    expect((await world.ask(PAGE)).data).toEqual({ book: WHOLE });
  });
});

describe('a subgraph that answers too much', () => {
  const opened = stopsAfterEach();

  test('is cut off at the limit, is told to clients as what it is, and opens no circuit', async () => {
    const limit = 1024 * 1024;
    const world = opened(await aWorldWithFaulty('reviews', { maxAnswerBytes: limit, callTimeoutMs: 5_000 }));
    world.front.fault = 'an answer without end';
    const tooMuch = {
      message: 'The service "reviews" answered more than can be passed on. Ask for less at once.',
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'reviews', retryable: false },
    };
    for (let round = 0; round < 6; round++)
      expectPart(await world.ask(PAGE), [
        { ...tooMuch, path: ['book', 'reviews'] },
        { ...tooMuch, path: ['book', 'averageStars'] },
      ]);
    expect(world.front.count).toBe(6);
    await until(() => world.front.abandoned === 6);
    // What was under way on the connection when it was cut was sent in vain, but nothing much beyond.
    expect(world.front.sent).toBeLessThan(6 * 16 * limit);
    world.front.fault = 'none';
    expect((await world.ask(PAGE)).data).toEqual({ book: WHOLE });
  });

  test('nested deeper than can be written down costs its own field', async () => {
    const plan = {
      name: 'deep',
      sdl: 'scalar Anything type Query { deep: Anything flat: Int }',
      resolvers: { Query: { deep: () => null, flat: () => 1 } },
    };
    const other = { name: 'other', sdl: 'type Query { other: Int }', resolvers: { Query: { other: () => 2 } } };
    const world = opened(await aWorldWithFaulty('deep', {}, [plan, other]));
    world.front.fault = { sends: `{"data":{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)},"flat":1}}` };
    const answer = await world.ask('{ deep flat other }');
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ deep: null, flat: 1, other: 2 });
    expect(answer.errors).toMatchObject([{ path: ['deep'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(leaksIn(JSON.stringify(answer))).toEqual([]);
  });
});

describe('a subgraph that answers JSON that is no GraphQL answer', () => {
  let world: Awaited<ReturnType<typeof aWorldWithFaulty>>;
  beforeAll(async () => {
    world = await aWorldWithFaulty('reviews', { breaker: { failures: 1_000 } });
  });
  afterAll(() => world.stop());

  test.each([
    ['text', '"ok"'],
    ['a number', '5'],
    ['true', 'true'],
    ['a health report', '{"status":"up","host":"10.0.0.5:5432"}'],
    ['an error of its framework', '{"statusCode":500,"error":"Internal Server Error","message":"connect ECONNREFUSED 10.0.0.5:5432"}'],
    ['two answers in one', '{"data":null}{"data":null}'],
    ['a list of answers', '[{"data":{"_entities":[{}]}}]'],
    ['no errors and no data', '{"errors":[]}'],
    ['data that is text', '{"data":"_entities"}'],
    ['data that is a list', '{"data":[{"_entities":[]}]}'],
    ['errors that are text', entities({ errors: 'connect ECONNREFUSED 10.0.0.5:5432' })],
    ['errors that are an object', entities({ errors: { message: 'no' } })],
    ['errors that are a number', entities({ errors: 3 })],
    ['an error that is text', entities({ errors: ['no'] })],
    ['an error that is null', entities({ errors: [null] })],
    ['an error that is a list', entities({ errors: [[]] })],
    ['a path that is text', entities({ errors: [{ message: 'no', path: '_entities.0' }] })],
    ['a path that is an object', entities({ errors: [{ message: 'no', path: { 1: 0 } }] })],
    ['a path of objects', entities({ errors: [{ message: 'no', path: [{}, null] }] })],
    ['extensions that are text', entities({ errors: [{ message: 'no', extensions: 'FORBIDDEN' }] })],
  ])('%s: its fields are missing', async (_title, sends) => {
    world.front.fault = { sends };
    expectPart(await world.ask(PAGE));
  });

  test.each([
    ['a status of 500 without data', { sends: '{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}', status: 500 }],
    ['a redirect', { sends: '{"data":null}', status: 302, type: 'text/html' }],
    ['no content', { sends: '', status: 204 }],
  ])('%s: its fields are missing', async (_title, fault) => {
    world.front.fault = fault;
    const { data, errors } = await world.ask(PAGE);
    expect(data).toEqual({ book: PART });
    if (fault.status !== 302) expect(errors).toEqual(MISSING);
  });

  test.each([
    ['a message that is missing', { extensions: { code: 'FORBIDDEN' } }],
    ['a message that is an object', { message: { text: 'no' }, extensions: { code: 'FORBIDDEN' } }],
    ['no extensions', { message: 'no', extensions: null }],
    ['a code that is a number', { message: 'no', extensions: { code: 403 } }],
    ['a code that every object has', { message: 'no', extensions: { code: 'constructor' } }],
  ])('an error with %s is hidden; the data beside it is not lost', async (_title, error) => {
    world.front.fault = {
      sends: entities({ errors: [{ ...error, path: ['_entities', 0, 'averageStars'] }] }, { reviews: [], averageStars: null }),
    };
    const answer = await world.ask(PAGE);
    expect(answer.data).toEqual({ book: { ...PART, reviews: [] } });
    expect(answer.errors).toMatchObject([{ path: ['book', 'averageStars'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
  });

  test.each(['application/graphql-response+json', 'text/html', 'text/plain; charset=utf-8', ''])(
    'a GraphQL answer is taken for one though its content type says "%s"',
    async (type) => {
      world.front.fault = { sends: entities({ errors: null }), type };
      expect((await world.ask(PAGE)).data).toEqual({ book: { ...WHOLE, reviews: [{ stars: 5 }], averageStars: 4 } });
    },
  );
});
