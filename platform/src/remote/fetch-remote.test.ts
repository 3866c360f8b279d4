import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { fetchRemote, RemoteFault, type RemoteRequest } from './fetch-remote';

const servers: Server[] = [];
afterAll(() => Promise.all(servers.map((server) => new Promise((done) => server.close(done)))));

async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = (address: string, request: Partial<RemoteRequest> = {}) =>
  fetchRemote(address, { inside: ['127.0.0.1'], maxBytes: 10_000, timeoutMs: 5_000, ...request });

test('returns status, headers and body, also of a compressed answer', async () => {
  const address = await serving((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', etag: '"a"' }).end(gzipSync('a calendar'));
  });
  const { status, headers, body } = await ask(address);
  expect([status, headers.etag, body.toString()]).toEqual([200, '"a"', 'a calendar']);
});

test('follows redirects, and takes no credentials to another origin', async () => {
  const seen: (string | undefined)[] = [];
  const other = await serving((request, response) => {
    seen.push(request.headers.authorization);
    response.end('there');
  });
  const address = await serving((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(302, { location: request.url === '/' ? '/next' : `${other}/x` }).end();
  });
  const answer = await ask(address, { headers: { authorization: 'Bearer secret' } });
  expect([answer.body.toString(), answer.address]).toEqual(['there', `${other}/x`]);
  expect(seen).toEqual(['Bearer secret', 'Bearer secret', undefined]);
});

test('a redirect that never ends is refused', async () => {
  const address = await serving((_, response) => void response.writeHead(302, { location: '/' }).end());
  await expect(ask(address)).rejects.toThrow('The address redirects more than 5 times.');
});

test('more than may be is refused, however it is compressed', async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000));
  const address = await serving((_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
  await expect(ask(address, { maxBytes: 1_000_000 })).rejects.toThrow('The answer has more than 1 MB.');
});

test('an answer that breaks off, or never comes, is a fault', async () => {
  const broken = await serving((_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('half');
    setImmediate(() => response.destroy());
  });
  await expect(ask(broken)).rejects.toBeInstanceOf(RemoteFault);
  const silent = await serving(() => {});
  await expect(ask(silent, { timeoutMs: 50 })).rejects.toThrow('No whole answer came within 0 seconds.');
});

describe('what lies inside a network', () => {
  let asked = 0;
  const secret = () =>
    serving((_, response) => {
      asked++;
      response.end('secret');
    });
  afterEach(() => expect(asked).toBe(0));

  test.each(['http://127.0.0.1:1/', 'http://[::1]:1/', 'http://169.254.169.254/latest/', 'http://10.0.0.1/', 'http://0x7f000001/'])(
    '%s is refused',
    async (address) => {
      await expect(ask(address, { inside: [] })).rejects.toThrow('must be an address that everybody can open');
    },
  );

  test('is refused where a public name resolves to it, even beside a public address', async () => {
    const { port } = new URL(await secret());
    const resolve: RemoteRequest['resolve'] = (_name, _options, done) =>
      done(null, [
        { address: '93.184.215.14', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]);
    await expect(ask(`http://calendar.example:${port}/`, { inside: [], resolve })).rejects.toThrow(
      'must be an address that everybody can open',
    );
  });

  test('is refused where a redirect leads to it', async () => {
    const inside = await secret();
    const address = await serving((_, response) => void response.writeHead(302, { location: inside }).end());
    await expect(ask(address, { inside: [new URL(address).host] })).rejects.toThrow(
      'The address redirects to one that must be an address that everybody can open.',
    );
  });
});
