import { anIssuer, aWorld, AUDIENCE, ISSUER, type World } from './kit';
import { leaksIn } from './leaks';
import { MULTIPART } from './multipart-client';
import { aShop } from './shop';
import { RawSocket, until } from './socket';

/** What a client can send wrongly: as a body of an HTTP request, and as the payload of an operation on a socket. */
const OPERATIONS: [title: string, payload: unknown, code?: string][] = [
  ['no query at all', {}],
  ['an empty query', { query: '' }],
  ['white space', { query: '   \n\t ' }],
  ['a comment only', { query: '# nothing' }],
  ['a query that is a number', { query: 5 }],
  ['a query that is null', { query: null }],
  ['a query that is a list', { query: ['{ books { id } }'] }],
  ['a query that is a parsed document', { query: { kind: 'Document', definitions: [] } }],
  ['an unclosed brace', { query: '{ books { id }' }],
  ['a brace too many', { query: '{ books { id } } }' }],
  ['no selection', { query: '{ books }' }],
  ['a selection on text', { query: '{ books { title { x } } }' }],
  ['an empty selection', { query: '{ books { } }' }],
  ['an unknown root field', { query: '{ bookz { id } }' }],
  ['an unknown field', { query: '{ books { isbn } }' }],
  ['an unknown argument', { query: '{ books(limit: 5) { id } }' }],
  ['an argument of the wrong type', { query: '{ books(first: "five") { id } }' }],
  ['an argument that is too large a number', { query: '{ books(first: 99999999999999999999) { id } }' }],
  ['a fraction for a whole number', { query: '{ books(first: 1.5) { id } }' }],
  ['a missing argument', { query: '{ book { id } }' }],
  ['an argument twice', { query: '{ book(id: "b1", id: "b2") { id } }' }],
  ['a null where none may be', { query: '{ book(id: null) { id } }' }],
  ['fields that cannot be merged', { query: '{ book(id: "b1") { x: title x: pages } }' }],
  ['an unknown fragment', { query: '{ books { ...Missing } }' }],
  ['an unused fragment', { query: '{ books { id } } fragment F on Book { title }' }],
  ['a fragment that contains itself', { query: '{ books { ...F } } fragment F on Book { author { id } ...F }' }],
  ['two fragments that contain each other', { query: '{ books { ...A } } fragment A on Book { ...B } fragment B on Book { ...A }' }],
  ['a fragment on an unknown type', { query: '{ books { ... on Secret { id } } }' }],
  ['a fragment that can never apply', { query: '{ books { ... on Author { name } } }' }],
  ['an unknown directive', { query: '{ books { id @drop } }' }],
  ['a directive without its argument', { query: '{ books { id @skip } }' }],
  ['a directive that is not available', { query: '{ books { ... @defer { title } } }' }],
  ['an undeclared variable', { query: '{ book(id: $id) { title } }' }],
  ['an unused variable', { query: 'query ($id: ID!) { books { id } }', variables: { id: '1' } }],
  ['a missing variable', { query: 'query ($id: ID!) { book(id: $id) { title } }' }],
  ['a variable of the wrong type', { query: 'query ($id: ID!) { book(id: $id) { title } }', variables: { id: { a: 1 } } }],
  ['a variable of an unknown type', { query: 'query ($id: Secret!) { book(id: $id) { title } }', variables: { id: '1' } }],
  ['a variable of an output type', { query: 'query ($b: Book) { books { id } }' }],
  ['a fraction in a variable', { query: 'query ($n: Int) { books(first: $n) { id } }', variables: { n: 1.5 } }],
  ['text in a number variable', { query: 'query ($n: Int) { books(first: $n) { id } }', variables: { n: '1; DROP TABLE books' } }],
  ['a Boolean that is text', { query: 'query ($b: Boolean!) { books { id @include(if: $b) } }', variables: { b: 'true' } }],
  ['variables that are a list', { query: '{ books { id } }', variables: [1] }],
  ['variables that are text', { query: '{ books { id } }', variables: '{"a":1}' }],
  ['an operation name that is a number', { query: '{ books { id } }', operationName: 5 }],
  ['an operation that is not there', { query: 'query A { books { id } }', operationName: 'B' }],
  ['two operations and no choice', { query: 'query A { books { id } } query B { books { id } }' }],
  ['two operations of one name', { query: 'query A { books { id } } query A { books { title } }', operationName: 'A' }],
  ['an anonymous operation beside another', { query: '{ books { id } } query A { books { id } }' }],
  ['a type definition', { query: 'type Query { a: Int }' }],
  ['extensions that are text', { query: '{ books { id } }', extensions: 'x' }],
  ['a null byte', { query: '{ books\u0000 { id } }' }],
  ['control characters', { query: '{ book(id: "\u0001\u0002\u001b[31m") { titel\u0007 } }' }],
  ['half a surrogate pair', { query: '{ book(id: "\ud800") { title } ' }],
  ['a broken escape', { query: '{ book(id: "\\uZZZZ") { title } }' }],
  ['an unterminated string', { query: '{ book(id: "b1) { title } }' }],
  ['a very deep query', { query: `{ book(id: "b1") ${'{ reviews { book '.repeat(20)} { id } ${'} }'.repeat(20)} }` }, 'QUERY_TOO_COMPLEX'],
  ['a hundred aliases', { query: `{ ${Array.from({ length: 100 }, (_, n) => `a${n}: sold`).join(' ')} }` }, 'QUERY_TOO_COMPLEX'],
  ['thousands of tokens', { query: `{ ${'sold '.repeat(5_000)} }` }, 'GRAPHQL_PARSE_FAILED'],
  ['the machinery of federation', { query: '{ _service { sdl } }' }, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'entities past the gateway',
    { query: '{ _entities(representations: [{ __typename: "Book", id: "b1" }]) { __typename } }' },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a subscription with two streams',
    { query: 'subscription { bookSold { copies } sellerSales { copies } }' },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a huge text in a variable of the wrong type',
    { query: 'query ($n: Int) { books(first: $n) { id } }', variables: { n: 'x'.repeat(50_000) } },
    'BAD_USER_INPUT',
  ],
];

const CODES = ['BAD_USER_INPUT', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'QUERY_TOO_COMPLEX'];

interface Refused {
  message: string;
  extensions: { code: string };
}

function expectRefusal(errors: Refused[] | undefined, given: unknown, code?: string): void {
  expect(errors?.length).toBeGreaterThan(0);
  expect(errors!.length).toBeLessThanOrEqual(6);
  for (const error of errors!) {
    expect(typeof error.message).toBe('string');
    expect(error.message.length).toBeGreaterThan(5);
    expect(error.message.length).toBeLessThan(1_100);
    expect(CODES).toContain(error.extensions.code);
  }
  if (code) expect(errors!.map((error) => error.extensions.code)).toContain(code);
  expect(leaksIn(JSON.stringify(errors), JSON.stringify(given))).toEqual([]);
}

describe('malformed operations', () => {
  let world: World;
  let socket: RawSocket;
  beforeAll(async () => {
    const issuer = await anIssuer();
    world = await aWorld(aShop().plans, {
      tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
      settings: { sockets: { maxMessages: OPERATIONS.length + 1 } },
    });
    socket = await new RawSocket(world.gateway.socketUrl).ready();
  });
  afterAll(async () => {
    expect((await world.ask('{ book(id: "b1") { title author { name } } }')).data).toEqual({
      book: { title: 'The Dispossessed', author: { name: 'Ursula' } },
    });
    socket.close();
    await world.stop();
  });

  const send = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const answer = await fetch(world.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
      body,
    });
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      body: (await answer.json()) as { errors?: Refused[]; data?: unknown },
    };
  };

  test.each(OPERATIONS.map(([title, payload, code]) => ({ title, payload, code })))('over HTTP: $title', async ({ payload, code }) => {
    const answer = await send(JSON.stringify(payload));
    expect([answer.status, answer.type]).toEqual([400, 'application/graphql-response+json; charset=utf-8']);
    expect(answer.body).not.toHaveProperty('data');
    expectRefusal(answer.body.errors, payload, code);
  });

  test.each(OPERATIONS.map(([title, payload, code]) => ({ title, payload, code })))(
    'over HTTP by a client that takes parts: $title',
    async ({ payload, code }) => {
      const answer = await send(JSON.stringify(payload), { accept: MULTIPART });
      expect([answer.status, answer.type]).toEqual([400, 'application/graphql-response+json; charset=utf-8']);
      expectRefusal(answer.body.errors, payload, code);
    },
  );

  test.each(OPERATIONS.map(([title, payload, code], index) => ({ title, payload, code, id: `op-${index}` })))(
    'over a socket: $title',
    async ({ payload, code, id }) => {
      const wrongMessage = protocolForbids(payload);
      const client = wrongMessage ? await new RawSocket(world.gateway.socketUrl).ready() : socket;
      client.send({ id, type: 'subscribe', payload });
      if (wrongMessage) return expect(await client.closed).toEqual({ code: 4400, reason: 'Invalid message' });
      await until(() => client.received.some((message) => message.id === id));
      const answer = client.received.find((message) => message.id === id)!;
      expect(answer.type).toBe('error');
      expectRefusal(answer.payload as Refused[], payload, code);
    },
  );

  test.each<[string, string | Buffer, Record<string, string>, number]>([
    ['broken JSON', '{"query":', {}, 400],
    ['two JSON texts', '{"query":"{ sold }"}{}', {}, 400],
    ['an empty body', '', {}, 400],
    ['a number', '5', {}, 400],
    ['text', '"{ sold }"', {}, 400],
    ['null', 'null', {}, 400],
    ['a list', '[]', {}, 400],
    ['a batch', '[{"query":"{ sold }"},{"query":"{ sold }"}]', {}, 400],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), {}, 400],
    ['a body without type', '{"query":"{ sold }"}', { 'content-type': '' }, 400],
    ['a query as such', '{ sold }', { 'content-type': 'application/graphql' }, 415],
    ['a form', 'query={sold}', { 'content-type': 'application/x-www-form-urlencoded' }, 400],
    ['an upload', '--x--', { 'content-type': 'multipart/form-data; boundary=x' }, 400],
    ['a compressed body', Buffer.from([0x1f, 0x8b, 0x08, 0, 0]), { 'content-encoding': 'gzip' }, 415],
    ['more than 256 kB', JSON.stringify({ query: `{ book(id: "${'x'.repeat(300_000)}") { id } }` }), {}, 413],
    ['a text of 1 MB', JSON.stringify({ query: '{ sold }', variables: { x: 'x'.repeat(1_000_000) } }), {}, 413],
    ['a wrong token', '{"query":"{ sold }"}', { authorization: 'Bearer a.b.c' }, 401],
    ['another scheme', '{"query":"{ sold }"}', { authorization: 'Digest x' }, 401],
    ['an unknown hash', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"nothing"}}}', {}, 200],
    ['a hash of something else', '{"query":"{ sold }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"nothing"}}}', {}, 400],
  ])('a request with %s', async (_title, body, headers, status) => {
    const answer = await send(body, headers);
    expect([answer.status, answer.type]).toEqual([status, 'application/graphql-response+json; charset=utf-8']);
    expect(answer.body).not.toHaveProperty('data');
    expect(answer.body.errors!.length).toBeGreaterThan(0);
    for (const error of answer.body.errors!)
      expect(error.extensions.code).toMatch(/^(BAD_USER_INPUT|UNAUTHENTICATED|PERSISTED_QUERY_NOT_FOUND)$/);
    expect(leaksIn(JSON.stringify(answer.body))).toEqual([]);
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('the method %s', async (method) => {
    const answer = await fetch(world.gateway.url, { method, headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(405);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test.each(['/graphq', '/graphql/x', '/.env', '/graphql%00', '//graphql', '/explorer/../../etc/passwd'])('the path %s', async (path) => {
    const answer = await fetch(new URL(world.gateway.url).origin + path, { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  test('broken parameters of a GET (X120)', async () => {
    for (const search of [
      '?query={sold}&variables={',
      '?query={sold}&variables=5',
      '?query={sold}&query={sold}',
      '?variables={}',
      '?query={sold}&extensions=[',
    ]) {
      const answer = await fetch(world.gateway.url + search, { headers: { 'apollo-require-preflight': '1' } });
      expect({ search, status: answer.status }).toEqual({ search, status: 400 });
      expect(leaksIn(await answer.text())).toEqual([]);
    }
  });
});

/** The protocol of sockets itself says what a payload looks like: what is no payload ends the socket. */
function protocolForbids(payload: unknown): boolean {
  const { query, variables, operationName, extensions } = payload as Record<string, unknown>;
  const isObject = (value: unknown) => value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
  return (
    typeof query !== 'string' ||
    !isObject(variables) ||
    !isObject(extensions) ||
    !(operationName === undefined || operationName === null || typeof operationName === 'string')
  );
}
