import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { fetchRemote, RemoteFault, type RemoteRequest } from './fetch-remote';

const servers: Server[] = [];
afterAll(() =>
  Promise.all(
    servers.map((server) => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    }),
  ),
);

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
  await expect(ask(address)).rejects.toThrow('The address redirects more than 3 times.');
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

/** A world in which this name is the test's own server, which may be asked. */
const named = (port: string, request: Partial<RemoteRequest> = {}): RemoteRequest => ({
  inside: [`pictures.example:${port}`],
  resolve: to(['127.0.0.1']),
  usualPorts: true,
  maxBytes: 1_000,
  timeoutMs: 5_000,
  ...request,
});
const to =
  (...answers: string[][]): RemoteRequest['resolve'] =>
  (_name, options, done) => {
    const found = (answers.length > 1 ? answers.shift()! : answers[0]!).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    if (options.all) done(null, found);
    else done(null, found[0]!.address, found[0]!.family);
  };
const portOf = async (answer: RequestListener) => new URL(await serving(answer)).port;
const failure = async (work: Promise<unknown>): Promise<RemoteFault> => {
  const error = await work.then(
    () => new Error('It was fetched.'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RemoteFault);
  return error as RemoteFault;
};

test('nobody is told who asks', async () => {
  let headers: NodeJS.Dict<string | string[]> = {};
  const port = await portOf((request, response) => {
    headers = request.headers;
    response.end('a picture');
  });
  expect((await fetchRemote(`http://pictures.example:${port}/x`, named(port))).body.toString()).toBe('a picture');
  expect(Object.keys(headers).sort()).toEqual(['accept-encoding', 'connection', 'host', 'user-agent']);
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
  'no address',
])('%s is not asked for', async (address) => {
  const resolve = () => expect.unreachable();
  expect((await failure(fetchRemote(address, named('80', { inside: [], resolve })))).isPassing).toBe(false);
});

test.each([[['10.1.2.3']], [['::ffff:10.1.2.3']], [['93.184.216.34', '127.0.0.1']], [['fd00::1']], [[]]])(
  'a name that resolves to %j is not followed',
  async (addresses) => {
    const request = named('80', { inside: [], resolve: to(addresses) });
    expect(await failure(fetchRemote('http://pictures.example/x', request))).toMatchObject({ isPassing: false });
  },
);

test('a name is resolved once for each connection, and that address is used', async () => {
  const port = await portOf((_, response) => response.end('there'));
  const request = named(port, { resolve: to(['127.0.0.1'], ['127.0.0.2']) });
  expect((await fetchRemote(`http://pictures.example:${port}/x`, request)).body.toString()).toBe('there');
});

test('redirects are followed three times, each looked at anew', async () => {
  const port = await portOf((request, response) => {
    const [, left] = /\/(\d+)$/.exec(request.url!) ?? [];
    if (left === '0') return response.end('there');
    if (left) return response.writeHead(302, { location: `/${Number(left) - 1}` }).end();
    return response.writeHead(302, { location: request.url!.slice(1) }).end();
  });
  const from = (path: string) => fetchRemote(`http://pictures.example:${port}/${path}`, named(port));
  expect((await from('3')).body.toString()).toBe('there');
  for (const target of ['4', 'http://10.0.0.1/', 'http://localhost/', 'file:///etc/passwd', 'gopher://pictures.example/', 'http://'])
    expect(await failure(from(target))).toMatchObject({ isPassing: false });
});

test('what is too long, whatever it says of itself, is dropped on the way', async () => {
  let sent = 0;
  const port = await portOf((request, response) => {
    if (request.url === '/told') return response.writeHead(200, { 'content-length': '5000' }).flushHeaders();
    const more = () => {
      sent += 500;
      if (response.write(Buffer.alloc(500)) && sent < 5_000_000) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  });
  for (const path of ['told', 'untold'])
    expect((await failure(fetchRemote(`http://pictures.example:${port}/${path}`, named(port)))).message).toBe(
      'The answer has more than 1000 bytes.',
    );
  expect(sent).toBeLessThan(5_000_000);
});

test('what stops or breaks off may come the next time; what is wrongly compressed does not', async () => {
  const port = await portOf((request, response) => {
    if (request.url === '/slow') return void response.writeHead(200).write('a');
    if (request.url === '/cut') return void response.writeHead(200, { 'content-length': '9' }).write('a', () => response.destroy());
    return response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
  });
  const passing = async (path: string) =>
    (await failure(fetchRemote(`http://pictures.example:${port}/${path}`, named(port, { timeoutMs: 300 })))).isPassing;
  expect([await passing('slow'), await passing('cut'), await passing('packed')]).toEqual([true, true, false]);
});

describe('a POST', () => {
  test('carries its body, and its redirects are returned and not followed', async () => {
    const seen: string[] = [];
    const address = await serving((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${request.headers['content-length']} ${Buffer.concat(parts).toString()}`);
        response.writeHead(request.url === '/moved' ? 307 : 200, { location: '/next' }).end('taken');
      });
    });
    expect(await ask(`${address}/moved`, { post: 'é' })).toMatchObject({ status: 307, address: `${address}/moved` });
    expect((await ask(`${address}/here`, { post: 'news' })).body.toString()).toBe('taken');
    expect(seen).toEqual(['POST /moved 2 é', 'POST /here 4 news']);
  });

  test('may have a longer answer than is read', async () => {
    const address = await serving((request, response) => {
      if (request.url === '/told') response.setHeader('content-length', 1_000_000);
      const more = () => void (response.destroyed || response.write(Buffer.alloc(1_000, 'a'), () => setImmediate(more)));
      more();
    });
    for (const path of ['told', 'untold']) {
      const { status, body } = await ask(`${address}/${path}`, { post: 'x', maxBytes: 1_500, cut: true });
      expect([status, body.length]).toEqual([200, 1_500]);
    }
  });

  test('goes to no address inside a network, whatever its name resolves to', async () => {
    const port = await portOf(() => expect.unreachable());
    const request = { ...named(port, { inside: [], usualPorts: false, resolve: to(['127.0.0.1']) }), post: 'x' };
    expect(await failure(fetchRemote(`http://hooks.example:${port}/`, request))).toMatchObject({ isPassing: false });
    // The name is looked at when the connection is made, and that very address is used: a name that changes in between leads nowhere else.
    const changing = { ...request, resolve: to(['93.184.215.14', '127.0.0.1'], ['127.0.0.1']) };
    expect(await failure(fetchRemote(`http://hooks.example:${port}/`, changing))).toMatchObject({ isPassing: false });
  });
});
