import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aWorld, type World } from './kit';
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
