import { request } from 'node:http';
import { connect } from 'node:net';
import { createLogger } from '@marquee/platform';
import { readEnv } from '../src/env';
import { aWorld, type World } from './kit';
import { library } from './library';

/** Clients of a library cannot choose the host header; this one can. */
function get(world: World, path: string, host: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(world.gateway.url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers: { host, 'apollo-require-preflight': '1' } }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode!, body }));
    });
    asked.once('error', reject).end();
  });
}

/** The first line of the answer to a handshake. */
function shake(world: World, host: string): Promise<string> {
  const { hostname, port } = new URL(world.gateway.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `GET /graphql HTTP/1.1\r\nhost: ${host}\r\norigin: http://${host}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n` +
          'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n',
      ),
    );
    socket.once('data', (data) => {
      socket.destroy();
      resolve(String(data).split('\r\n', 1)[0]!);
    });
    socket.once('error', reject);
  });
}

const QUERY = '/graphql?query={__typename}';

describe('hosts that a gateway is for', () => {
  let world: World;
  const lines: string[] = [];
  beforeAll(async () => {
    world = await aWorld(library, {
      logger: createLogger('gateway', 'warn', { write: (line: string) => void lines.push(line) }),
      settings: { allowedHosts: ['api.example.org', '*.shows.example', '[2001:db8::1]'], warnsOfAnyHost: true },
    });
  });
  afterAll(() => world.stop());

  test.each(['api.example.org', 'API.example.org:8443', 'api.example.org.', 'a.shows.example', 'a.b.shows.example', '[2001:db8::1]:443'])(
    '%s is one',
    async (host) => {
      expect((await get(world, QUERY, host)).status).toBe(200);
      expect(await shake(world, host)).toBe('HTTP/1.1 101 Switching Protocols');
    },
  );

  test.each([
    'evil.example',
    'api.example.org.evil.example',
    'xapi.example.org',
    'shows.example',
    '.shows.example',
    '127.0.0.1',
    'localhost',
  ])('%s is none: a page whose own name leads here is told so, on HTTP and sockets, whatever its origin', async (host) => {
    for (const path of [QUERY, '/', '/explorer/', '/schema.graphql', '/files/x', '/nothing']) {
      const { status, body } = await get(world, path, host);
      expect([path, status]).toEqual([path, 421]);
      expect((JSON.parse(body) as { errors: unknown[] }).errors).toMatchObject([
        { message: expect.stringContaining('ALLOWED_HOSTS') as string, extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
    expect(await shake(world, host)).toBe('HTTP/1.1 421 Misdirected Request');
    expect(lines.filter((line) => line.includes(`"${host}"`))).toHaveLength(1);
  });

  test('probes come by address', async () => {
    for (const path of ['/livez', '/readyz', '/health']) expect((await get(world, path, '10.0.0.7:4000')).status).toBe(200);
  });
});

test('without a list any host is answered, which is told at the start in production', async () => {
  const lines: string[] = [];
  const logger = createLogger('gateway', 'warn', { write: (line: string) => void lines.push(line) });
  const told = async (settings: object) => {
    const world = await aWorld(library, { logger, settings });
    expect((await get(world, QUERY, 'anything.example')).status).toBe(200);
    await world.stop();
    return lines.splice(0).filter((line) => line.includes('ALLOWED_HOSTS')).length;
  };
  expect([await told({}), await told({ warnsOfAnyHost: true }), await told({ warnsOfAnyHost: true, allowedHosts: ['*'] })]).toEqual([
    0, 1, 1,
  ]);
});

test('a list of something else is refused at the start', () => {
  const read = (ALLOWED_HOSTS: string) => readEnv({ SUPERGRAPH: 'x', ALLOWED_HOSTS }).ALLOWED_HOSTS;
  expect(read(' a.example , *.b.example')).toEqual(['a.example', '*.b.example']);
  for (const wrong of ['https://a.example', 'a.example:443', 'a b', 'a/*']) expect(() => read(wrong)).toThrow('ALLOWED_HOSTS');
});
