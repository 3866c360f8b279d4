import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterTests } from '../testing';
import { isClosedAddress } from '../web-address';
import { fetchPublic, PublicFetchFailed, type PublicFetchOptions } from './public-fetch';

async function aServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTests(async () => {
    server.closeAllConnections();
    server.close();
  });
  return String((server.address() as AddressInfo).port);
}

/** A world in which every name is the test's own server, which may be asked. */
const here = (port: string, more: Partial<PublicFetchOptions> = {}): PublicFetchOptions => ({
  mostBytes: 1_000,
  withinMs: 5_000,
  accept: 'image/png',
  addressesOf: () => Promise.resolve(['127.0.0.1']),
  isAllowed: (ip) => ip === '127.0.0.1',
  ports: [port],
  ...more,
});
const failure = async (work: Promise<unknown>): Promise<PublicFetchFailed> => {
  const error = await work.then(
    () => new Error('It was fetched.'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PublicFetchFailed);
  return error as PublicFetchFailed;
};

test('what is public is fetched, and nobody is told who asks', async () => {
  let headers: NodeJS.Dict<string | string[]> = {};
  const port = await aServer((request, response) => {
    headers = request.headers;
    response.end('a picture');
  });
  expect((await fetchPublic(`http://pictures.example:${port}/x`, here(port))).toString()).toBe('a picture');
  expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
});

test.each([
  'http://127.0.0.1/x',
  'http://2130706433/x',
  'http://0x7f.1/x',
  'http://[::1]/x',
  'http://[::ffff:127.0.0.1]/x',
  'http://[2002:7f00:1::]/x',
  'http://169.254.169.254/latest/meta-data',
  'http://10.0.0.8/x',
  'http://localhost/x',
  'http://db.internal/x',
  'http://name:word@pictures.example/x',
  'ftp://pictures.example/x',
  'file:///etc/passwd',
  'http://pictures.example:6379/x',
])('%s is not asked for', async (address) => {
  let asked = 0;
  const port = await aServer(() => asked++);
  const options = here(port, { isAllowed: () => false, addressesOf: () => Promise.resolve(['93.184.216.34']) });
  expect((await failure(fetchPublic(address, options))).isPassing).toBe(false);
  expect(asked).toBe(0);
});

test.each([[['10.1.2.3']], [['::ffff:10.1.2.3']], [['93.184.216.34', '127.0.0.1']], [['fd00::1']], [[]]])(
  'a name that leads to %j is not followed',
  async (addresses) => {
    const options = here('80', { isAllowed: () => false, addressesOf: () => Promise.resolve(addresses) });
    expect(await failure(fetchPublic('http://pictures.example/x', options))).toMatchObject({ isPassing: false });
  },
);

test('a name that leads elsewhere the second time leads nowhere: it is looked up once for each connection, and that one is used', async () => {
  const port = await aServer((_, response) => response.end('inside'));
  const answers = [['127.0.0.1'], ['10.0.0.1']];
  const options = here(port, { addressesOf: () => Promise.resolve(answers.shift()!) });
  expect((await fetchPublic(`http://pictures.example:${port}/x`, options)).toString()).toBe('inside');
  expect(answers).toEqual([['10.0.0.1']]);
  await failure(fetchPublic(`http://pictures.example:${port}/x`, options));
});

test('redirects are followed three times, each looked at anew', async () => {
  const port = await aServer((request, response) => {
    const [, left] = /\/(\d+)$/.exec(request.url!) ?? [];
    if (left === '0') return response.end('there');
    if (left) return response.writeHead(302, { location: `/${Number(left) - 1}` }).end();
    return response.writeHead(302, { location: request.url!.slice(1) }).end();
  });
  const from = (path: string) => `http://pictures.example:${port}/${path}`;
  expect((await fetchPublic(from('3'), here(port))).toString()).toBe('there');
  expect(await failure(fetchPublic(from('4'), here(port)))).toMatchObject({ isPassing: false });
  for (const target of ['http://10.0.0.1/', 'http://localhost/', 'file:///etc/passwd', 'gopher://pictures.example/', 'http://'])
    expect(await failure(fetchPublic(from(target), here(port)))).toMatchObject({ isPassing: false });
});

test('what is too long, whatever it says of itself, is dropped on the way', async () => {
  let sent = 0;
  const port = await aServer((request, response) => {
    if (request.url === '/told') return response.writeHead(200, { 'content-length': '5000' }).flushHeaders();
    const more = () => {
      sent += 500;
      if (response.write(Buffer.alloc(500)) && sent < 5_000_000) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  });
  for (const path of ['told', 'untold'])
    expect((await failure(fetchPublic(`http://pictures.example:${port}/${path}`, here(port)))).message).toContain('longer');
  expect(sent).toBeLessThan(5_000_000);
});

test('what stops, breaks off or is packed is no picture; what may pass is told apart', async () => {
  const port = await aServer((request, response) => {
    if (request.url === '/slow') return void response.writeHead(200).write('a');
    if (request.url === '/cut') return void response.writeHead(200, { 'content-length': '9' }).write('a', () => response.destroy());
    if (request.url === '/packed') return response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    return response.writeHead(Number(request.url!.slice(1))).end();
  });
  const passing = async (path: string) =>
    (await failure(fetchPublic(`http://pictures.example:${port}/${path}`, here(port, { withinMs: 300 })))).isPassing;
  expect(await passing('slow')).toBe(true);
  expect(await passing('cut')).toBe(true);
  expect(await passing('503')).toBe(true);
  expect(await passing('429')).toBe(true);
  for (const path of ['packed', '404', '403']) expect(await passing(path)).toBe(false);
});

test('addresses of closed networks are known in every way of writing them', () => {
  const closed = [
    '0.0.0.0',
    '10.1.1.1',
    '100.64.0.1',
    '172.31.0.1',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'x',
    '',
  ];
  expect(closed.filter((ip) => !isClosedAddress(ip))).toEqual([]);
  expect(['8.8.8.8', '93.184.216.34', '2606:4700::1111', '172.32.0.1'].filter(isClosedAddress)).toEqual([]);
});
