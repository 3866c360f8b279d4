import { Writable } from 'node:stream';
import pino from 'pino';
import { stopsAfterEach } from './faults/stops';
import { AUDIENCE, anIssuer, aWorld, ISSUER } from './kit';
import { RawStream } from './multipart-client';
import { aShop } from './shop';
import { RawSocket, until } from './socket';

const opened = stopsAfterEach();
const SECRET = 'a-word-that-must-stay-between-us';

interface Line {
  msg: string;
  operation?: string;
  [name: string]: unknown;
}

/** A gateway whose log a test reads. */
async function aWorldWithLog() {
  const written: string[] = [];
  const out = new Writable({ write: (text, _encoding, done) => (written.push(String(text)), done()) });
  const issuer = await anIssuer();
  const shop = aShop();
  const world = opened(
    await aWorld(shop.plans, { logger: pino({ level: 'info' }, out), tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE } }),
  );
  const lines = () => written.map((text) => JSON.parse(text) as Line).filter(({ msg }) => msg === 'operation');
  return { world, shop, token: await issuer.token(), lines, text: () => written.join('') };
}

const QUERY = 'query Find($text: String!) { find(text: $text) { __typename } }';
const CLIENT = { 'apollographql-client-name': 'web', 'apollographql-client-version': '1.2.3' };

test('each operation is one line, whatever way it came, and says nothing of what its client sent (X3, X129)', async () => {
  const { world, shop, token, lines, text } = await aWorldWithLog();
  const variables = { text: SECRET };
  await world.ask(QUERY, { variables, token, headers: CLIENT });

  const socket = await new RawSocket(world.gateway.socketUrl).ready({ token, 'apollographql-client-name': 'ios' });
  socket.send({ id: '1', type: 'subscribe', payload: { query: QUERY, variables } });
  await until(() => socket.received.some(({ type }) => type === 'complete'));
  socket.send({ id: '2', type: 'subscribe', payload: { query: `subscription Sold { bookSold(id: "${SECRET}") { copies } }` } });
  await until(() => shop.sales.listenerCount === 1);
  socket.close();
  await until(() => world.gateway.statistics.sockets === 0);

  const stream = await new RawStream(world.gateway.url, 'subscription Parts($id: ID) { bookSold(id: $id) { copies } }', {
    variables: { id: SECRET },
    token,
  }).open();
  stream.leave();
  await until(() => world.gateway.statistics.streams === 0);
  await until(() => lines().length === 4);

  const who = { viewerId: 'person-1', correlationId: expect.any(String), ms: expect.any(Number) };
  expect(lines()).toMatchObject([
    { ...who, operation: 'Find', kind: 'query', client: 'web', clientVersion: '1.2.3', status: 200, codes: [] },
    { ...who, operation: 'Find', kind: 'query', client: 'ios', socket: true, codes: [] },
    { ...who, operation: 'Sold', kind: 'subscription', socket: true, events: 0 },
    { ...who, operation: 'Parts', kind: 'subscription', status: 200, events: 0 },
  ]);
  expect(text()).not.toContain(SECRET);
  expect(text()).not.toContain(token.split('.')[2]);
});

test('what is refused is one line, too, with its codes and nothing of its text', async () => {
  const { world, token, lines, text } = await aWorldWithLog();
  await world.ask(`{ ${SECRET.replaceAll('-', '_')} }`, { token });
  await world.ask(`{ find(text: "${SECRET}"`, { token });
  await world.ask(QUERY, { variables: { text: { secret: SECRET } }, token });
  await world.ask(QUERY, { token: SECRET });
  expect(lines().map(({ codes, status }) => [codes, status])).toEqual([
    [['GRAPHQL_VALIDATION_FAILED'], 400],
    [['GRAPHQL_PARSE_FAILED'], 400],
    [['BAD_USER_INPUT'], 400],
    [['UNAUTHENTICATED'], 401],
  ]);
  expect(text()).not.toContain(SECRET);
  expect(text()).not.toContain(SECRET.replaceAll('-', '_'));
});

test('a name that somebody made endless is cut', async () => {
  const { world, lines } = await aWorldWithLog();
  await world.ask(`query ${'A'.repeat(100_000)} { __typename }`);
  expect(lines()[0]!.operation).toBe('A'.repeat(128));
});
