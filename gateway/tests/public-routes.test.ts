import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  PassportOffice,
  serveSubgraph,
  silentLogger,
  type PublicHandlers,
  type PublicRequest,
  type SubgraphServer,
} from '@marquee/platform';
import type { PublicRoute } from '../src/http/public-forward';
import { aSubgraph, aWorld, SECRET, type World } from './kit';
import { library } from './library';

const KEYS = { keys: [{ kid: 'one' }] };

describe('what a subgraph lets everybody read (users F10)', () => {
  let server: Server;
  let reads = 0;
  let world: World;
  beforeAll(async () => {
    server = createServer((request, response) => {
      reads++;
      if (request.url === '/.well-known/jwks.json') response.end(JSON.stringify(KEYS));
      else response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    world = await aWorld(library, {
      publicRoutes: {
        '/.well-known/jwks.json': new URL('/.well-known/jwks.json', origin),
        '/broken': new URL('/broken', origin),
        '/here': async () => ({ here: true }),
      },
    });
  });
  afterAll(async () => {
    await world.stop();
    server.close();
    server.closeAllConnections();
  });
  const get = (path: string, init?: RequestInit) => fetch(new URL(path, world.gateway.url), init);

  test('is at the same path of the public address, and read there once for many', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => get('/.well-known/jwks.json')));
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=60');
      expect(await answer.json()).toEqual(KEYS);
    }
    expect(reads).toBe(1);
    expect(await (await get('/here?a=b')).json()).toEqual({ here: true });
    expect((await get('/here', { method: 'HEAD' })).status).toBe(200);
  });

  test('is read by pages of any origin', async () => {
    const from = { origin: 'https://page.example' };
    expect((await get('/here', { headers: from })).headers.get('access-control-allow-origin')).toBe('*');
  });

  test('is read and not written', async () => {
    const answer = await get('/.well-known/jwks.json', { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    await answer.text();
  });

  test('is 503 while it cannot be read, and nothing else of the subgraph is there', async () => {
    expect((await get('/broken')).status).toBe(503);
    expect((await get('/graphql/../readyz/x')).status).toBe(404);
    expect((await get('/.well-known/other')).status).toBe(404);
  });
});

describe.each(['http', 'process'] as const)('requests that are passed on to a subgraph, reached over %s', (over) => {
  const received: PublicRequest[] = [];
  let server: SubgraphServer;
  let world: World;
  const handlers: PublicHandlers = {
    '/hooks/processor': async (given) => {
      received.push(given);
      return { status: 202, headers: { 'content-type': 'text/plain', 'x-own': 'yes', 'set-cookie': 'a=b' }, body: 'taken' };
    },
    '/notes': async ({ body }) => ({ status: 200, body: JSON.stringify({ got: JSON.parse(String(body)) as unknown }) }),
    '/calendars/*': async ({ path, query }) =>
      path.endsWith('broken')
        ? Promise.reject(new Error('at 10.0.0.5:5432'))
        : { status: 200, body: `${path} ${query}`, headers: { 'cache-control': 'max-age=5' } },
  };
  const routes: Record<string, Omit<PublicRoute, 'to' | 'subgraph'>> = {
    '/hooks/processor': { methods: ['POST'], maxBodyBytes: 1_000, raw: true, perMinute: 100 },
    '/notes': { methods: ['POST'], maxBodyBytes: 1_000, raw: false, perMinute: 3 },
    '/calendars/*': { methods: ['GET', 'HEAD'], maxBodyBytes: 0, raw: false, perMinute: 100 },
  };

  beforeAll(async () => {
    const owner = { ...aSubgraph(library[0]!), publicHandlers: handlers };
    server = await serveSubgraph(owner, { port: 0, host: '127.0.0.1', passports: new PassportOffice(SECRET), logger: silentLogger });
    const entries = Object.entries(routes).map(([path, route]): [string, PublicRoute] => [
      path,
      { ...route, subgraph: owner.name, to: over === 'http' ? new URL(server.url) : handlers[path]! },
    ]);
    world = await aWorld(library, {
      publicRoutes: Object.fromEntries(entries),
      settings: { trustedProxies: 1, allowedOrigins: ['https://app.example'] },
    });
  });
  afterAll(async () => {
    await world.stop();
    await server.stop();
  });
  beforeEach(() => void (received.length = 0));
  const send = (path: string, init?: RequestInit) => fetch(new URL(path, world.gateway.url), init);

  test('of pages whose origin may use the API, and of no others', async () => {
    const ask = async (origin: string, method: string) => {
      const { status, headers } = await send('/calendars/one', { method, headers: { origin } });
      return [status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-methods')];
    };
    expect(await ask('https://app.example', 'OPTIONS')).toEqual([204, 'https://app.example', 'GET, HEAD']);
    expect(await ask('https://app.example', 'GET')).toEqual([200, 'https://app.example', null]);
    expect(await ask('https://other.example', 'OPTIONS')).toEqual([204, null, null]);
    expect(await ask('https://other.example', 'GET')).toEqual([200, null, null]);
  });

  test('raw ones byte for byte, with who calls and what a signature needs, and nothing that is another’s affair', async () => {
    const bytes = new Uint8Array([0, 255, 254, 10, 13, 123, 200]);
    const answer = await send('/hooks/processor?try=2', {
      method: 'POST',
      body: bytes,
      headers: {
        'x-signature': 'abc',
        'content-type': 'application/octet-stream',
        cookie: 'secret=1',
        'x-marquee-passport': 'forged',
        'x-forwarded-for': '192.0.2.9',
      },
    });
    expect([answer.status, await answer.text(), answer.headers.get('x-own'), answer.headers.get('set-cookie')]).toEqual([
      202,
      'taken',
      'yes',
      null,
    ]);
    expect([answer.headers.get('cache-control'), answer.headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
    const [{ method, path, query, headers, body, caller }] = received as [PublicRequest];
    expect({ method, path, query, body: [...body] }).toEqual({
      method: 'POST',
      path: '/hooks/processor',
      query: 'try=2',
      body: [...bytes],
    });
    expect(headers).toMatchObject({ 'x-signature': 'abc', 'content-type': 'application/octet-stream' });
    expect(Object.keys(headers).filter((name) => /cookie|passport|forwarded/.test(name))).toEqual([]);
    expect(caller).toMatchObject({ viewer: null, ip: '192.0.2.9', correlationId: expect.any(String) as string });
  });

  test('within their methods, the size of their body and their own rate', async () => {
    const wrong = await send('/hooks/processor');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await send('/hooks/processor', { method: 'POST', body: 'x'.repeat(1_001) })).status).toBe(413);
    expect(received).toEqual([]);
    const note = (body: string, ip = '192.0.2.1') =>
      send('/notes', { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-forwarded-for': ip } });
    expect(await (await note('{ "a": 1 }')).json()).toEqual({ got: { a: 1 } });
    expect((await note('{ no json')).status).toBe(400);
    expect(
      (
        await send('/notes', {
          method: 'POST',
          body: 'a=1',
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': '192.0.2.1' },
        })
      ).status,
    ).toBe(415);
    const limited = await note('{}');
    expect([limited.status, Number(limited.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await note('{}', '192.0.2.2')).status).toBe(200);
  });

  test('everything below a path, and nothing that leads out of it', async () => {
    const answer = await send('/calendars/a/b.ics?x=%20y');
    expect([answer.status, await answer.text(), answer.headers.get('cache-control')]).toEqual([
      200,
      '/calendars/a/b.ics x=%20y',
      'max-age=5',
    ]);
    expect((await send('/calendars')).status).toBe(404);
    const { hostname, port } = new URL(world.gateway.url);
    for (const path of ['/calendars/../graphql', '/calendars/%2e%2e/metrics', '/calendars/./x', '/calendars/..\\readyz'])
      expect(
        await new Promise((resolve, reject) =>
          request({ hostname, port, path }, (got) => resolve(got.resume().statusCode))
            .once('error', reject)
            .end(),
        ),
      ).toBe(404);
  });

  test('a subgraph that fails is 503 and says nothing of the inside', async () => {
    const answer = await send('/calendars/broken');
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('10.0');
  });

  test('a subgraph answers nobody but a gateway there (X6)', async () => {
    const direct = await fetch(new URL('/hooks/processor', server.url), { method: 'POST', body: 'x' });
    expect(direct.status).toBe(401);
    expect(received).toEqual([]);
  });
});
