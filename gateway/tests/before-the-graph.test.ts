import { once } from 'node:events';
import type { Socket } from 'node:net';
import { anIssuer, AUDIENCE, aWorld, ISSUER, type WorldOptions } from './kit';
import { RawConnection } from './faults/raw-http';
import { stopsAfterEach } from './faults/stops';
import { leaksIn } from './leaks';
import { library } from './library';
import { ARRIVING } from '../src/slots';

/** What stands before the graph, and may answer instead of it: all of it speaks as the graph does. */
const RESPONSE_JSON = 'application/graphql-response+json';
const BODY = '{"query":"{ __typename }"}';
/** More than the buffers of both sides take. */
const LARGE = 30_000_000;

const opened = stopsAfterEach();

interface Refusal {
  readonly settings?: WorldOptions['settings'];
  readonly options?: WorldOptions;
  /** The request, but for its `accept`. */
  readonly head: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly status: number;
  readonly code?: string;
}

const POST = 'POST /graphql HTTP/1.1';
const JSON_BODY = ['host: g', 'content-type: application/json'];
const asked = (headers: readonly string[] = [], body = BODY) => ({
  head: POST,
  headers: [...JSON_BODY, ...headers, `content-length: ${Buffer.byteLength(body)}`],
  body,
});

const REFUSALS: [string, Refusal][] = [
  ['another path', { head: 'GET /nothing HTTP/1.1', headers: ['host: g'], status: 404, code: 'NOT_FOUND' }],
  ['another method', { head: 'PUT /graphql HTTP/1.1', headers: [...JSON_BODY, 'content-length: 0'], status: 405 }],
  [
    'a mutation with GET',
    {
      head: 'GET /graphql?query=mutation%7Bretitle(id:%22b1%22,title:%22x%22)%7Bid%7D%7D HTTP/1.1',
      headers: ['host: g', 'apollo-require-preflight: 1'],
      status: 405,
    },
  ],
  ['a page of another site', { head: 'GET /graphql?query=%7B__typename%7D HTTP/1.1', headers: ['host: g'], status: 400 }],
  [
    'a page of another site by a type that a browser does not know',
    { head: 'GET /graphql?query=%7B__typename%7D HTTP/1.1', headers: ['host: g', 'content-type: message/rfc822'], status: 415 },
  ],
  [
    'what is no JSON',
    { head: POST, headers: ['host: g', 'content-type: application/graphql', 'content-length: 14'], body: '{ __typename }', status: 415 },
  ],
  ['a compressed body', { ...asked(['content-encoding: gzip']), status: 415 }],
  [
    'another charset',
    { head: POST, headers: ['host: g', 'content-type: application/json; charset=utf-16', 'content-length: 2'], body: '{}', status: 415 },
  ],
  ['broken JSON', { ...asked([], '{"query":'), status: 400 }],
  ['a body that says it is too large', { ...asked([], 'x'.repeat(300_000)), status: 413 }],
  [
    'a body that does not say how large it is',
    { head: POST, headers: [...JSON_BODY, 'transfer-encoding: chunked'], body: `493e0\r\n${'x'.repeat(300_000)}\r\n`, status: 413 },
  ],
  ['an expectation that nobody can meet', { ...asked(['expect: miracles']), status: 417 }],
  ['no host', { head: POST, headers: ['content-type: application/json', 'content-length: 26'], body: BODY, status: 400 }],
  ['headers that are too large', { ...asked([`x-large: ${'a'.repeat(20_000)}`]), status: 431 }],
  ['a broken header', { ...asked(['not a header']), status: 400 }],
  [
    'a body that never comes',
    {
      settings: { http: { headersWithinMs: 200, requestWithinMs: 300 } },
      head: POST,
      headers: [...JSON_BODY, 'content-length: 50'],
      status: 408,
    },
  ],
  ['a wrong token', { ...asked(['authorization: Bearer a.b.c']), status: 401, code: 'UNAUTHENTICATED' }],
  ['one operation too many', { settings: { rates: { anonymous: { operations: 0 } } }, ...asked(), status: 429, code: 'RATE_LIMITED' }],
  [
    'an issuer that is away',
    {
      options: {
        tokens: { keys: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.1:443')), issuer: ISSUER, audience: AUDIENCE },
      },
      head: POST,
      status: 503,
      code: 'SUBGRAPH_UNAVAILABLE',
    },
  ],
];

async function refused({ settings, options, head, headers, body = '' }: Refusal, accept: string): Promise<RawConnection> {
  const world = opened(await aWorld(library, { ...options, settings }));
  const given = headers ?? asked([`authorization: Bearer ${await (await anIssuer()).token()}`]).headers;
  const connection = (await RawConnection.to(world.gateway.url)).read();
  connection.send([head, `accept: ${accept}`, 'connection: close', ...given, '', headers ? body : BODY].join('\r\n'));
  await connection.closed;
  return connection;
}

describe.each(REFUSALS)('%s', (_title, refusal) => {
  test.each([
    ['the newer media type where the client takes it', `application/json;q=0.5, ${RESPONSE_JSON}`, RESPONSE_JSON],
    ['application/json where it does not', `application/json, ${RESPONSE_JSON};q=0`, 'application/json'],
  ])('is answered as GraphQL: with %s', async (_how, accept, type) => {
    // What cannot be read as a request says nothing for sure; whoever speaks of the type takes it.
    const unreadable =
      [400, 431].includes(refusal.status) && refusal.headers?.some((line) => line.length > 10_000 || line === 'not a header');
    const { received } = await refused(refusal, unreadable && type === 'application/json' ? type : accept);
    const [head = '', body = ''] = received.split('\r\n\r\n');
    expect(head.split('\r\n')[0]).toContain(`HTTP/1.1 ${refusal.status} `);
    expect(head.toLowerCase()).toContain(`content-type: ${type}; charset=utf-8`);
    expect(JSON.parse(body)).toEqual({
      errors: [{ message: expect.any(String), extensions: expect.objectContaining({ code: refusal.code ?? 'BAD_USER_INPUT' }) }],
    });
    expect(leaksIn(body)).toEqual([]);
  });
});

test('what is refused is kept by no cache', async () => {
  const world = opened(await aWorld(library));
  for (const path of ['/nothing', '/graphql?query={__typename}'])
    expect((await fetch(new URL(path, world.gateway.url))).headers.get('cache-control')).toBe('no-store');
});

test('a page of an allowed origin reads what is wrong at a wrong path, too', async () => {
  const world = opened(await aWorld(library, { settings: { allowedOrigins: ['https://app.example'] } }));
  const answer = await fetch(new URL('/graphq', world.gateway.url), { headers: { origin: 'https://app.example' } });
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([404, 'https://app.example']);
});

test.each([
  ['says so', `content-length: ${LARGE}\r\n\r\n`],
  ['does not', `transfer-encoding: chunked\r\n\r\n${LARGE.toString(16)}\r\n`],
])(
  'whoever sends far too much, %s, and reads only then reads that it is too much, not that the connection broke (X19)',
  async (_title, head) => {
    const world = opened(await aWorld(library));
    const connection = await RawConnection.to(world.gateway.url);
    connection.send(`POST /graphql HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\n${head}`);
    const piece = Buffer.alloc(50_000, ' ');
    for (let sent = 0; sent < LARGE; sent += piece.length)
      if (!connection.socket.write(piece)) await Promise.race([once(connection.socket, 'drain'), connection.closed]);
    connection.read();
    await connection.closed;
    expect(connection.received).toContain('HTTP/1.1 413 ');
    expect(connection.received).toContain('The body is larger than 256 kB.');
  },
);

describe('a client that offers to go on in another protocol', () => {
  const OFFER = 'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n';

  test('is answered as if it had not, and the connection can be used again', async () => {
    const world = opened(await aWorld(library));
    const arrival = once(world.gateway.httpServer, 'connection');
    const connection = (await RawConnection.to(world.gateway.url)).read();
    const [held] = (await arrival) as [Socket];
    const listeners = () => held.eventNames().map((name) => [name, held.listenerCount(name)]);
    const answers = () => connection.received.split('{"data":{"__typename":"Query"}}').length - 1;
    const answered = async (count: number) => {
      while (answers() < count) await once(connection.socket, 'data');
    };
    connection.post(BODY, OFFER);
    await answered(1);
    const before = listeners();
    for (let round = 2; round < 15; round++) {
      connection.post(BODY, OFFER);
      await answered(round);
    }
    expect(listeners()).toEqual(before);
    connection.post(BODY);
    await answered(15);
    connection.socket.destroy();
    expect(connection.received).not.toContain('101 ');
  });

  test('may send its body later, and is held to the same limits', async () => {
    const world = opened(await aWorld(library));
    const connection = (await RawConnection.to(world.gateway.url)).read();
    connection.send(`POST /graphql HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\n${OFFER}content-length: 300000\r\n\r\n`);
    while (!connection.received.includes('413')) await once(connection.socket, 'data');
    connection.socket.destroy();
  });
});

test('a proxy that sends the whole address is understood', async () => {
  const world = opened(await aWorld(library));
  const connection = (await RawConnection.to(world.gateway.url)).read();
  connection.send(
    `POST http://api.example/graphql HTTP/1.1\r\nhost: api.example\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 26\r\n\r\n${BODY}`,
  );
  await connection.closed;
  expect(connection.received).toContain('{"data":{"__typename":"Query"}}');
});

describe('who asks for a socket and gets none', () => {
  const HANDSHAKE =
    'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';

  test.each<[string, string, string, number, string]>([
    ['at another path', '/elsewhere', HANDSHAKE, 404, 'NOT_FOUND'],
    ['for a page of another site', '/graphql', `${HANDSHAKE}origin: https://evil.example\r\n`, 403, 'FORBIDDEN'],
    ['because the address has enough', '/graphql', HANDSHAKE, 429, 'RATE_LIMITED'],
    ['because the handshake is none', '/graphql', 'connection: upgrade\r\nupgrade: websocket\r\n', 400, 'BAD_USER_INPUT'],
  ])('%s: reads why', async (_title, path, headers, status, code) => {
    const world = opened(await aWorld(library, { settings: status === 429 ? { connections: { perIp: 1 } } : {} }));
    // As many as may arrive before they say whose they are.
    const firsts = await Promise.all(Array.from({ length: status === 429 ? ARRIVING : 0 }, () => RawConnection.to(world.gateway.url)));
    for (const first of firsts) {
      first.read().send(`GET /graphql HTTP/1.1\r\nhost: g\r\n${HANDSHAKE}\r\n`);
      while (!first.received.includes('101 ')) await once(first.socket, 'data');
    }
    const connection = (await RawConnection.to(world.gateway.url)).read();
    connection.send(`GET ${path} HTTP/1.1\r\nhost: g\r\naccept: ${RESPONSE_JSON}\r\n${headers}\r\n`);
    await connection.closed;
    for (const first of firsts) first.socket.destroy();
    const [head = '', body = ''] = connection.received.split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain(`content-type: ${RESPONSE_JSON}; charset=utf-8`);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ message: expect.any(String), extensions: { code } }] });
  });
});
