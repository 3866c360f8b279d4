import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassportOffice, serveSubgraph, silentLogger } from '@marquee/platform';
import { aSubgraph, ask, compose, SECRET } from './kit';
import { library } from './library';
import { RawSocket } from './socket';

const ROOT = join(__dirname, '../..');
const MAIN = join(__dirname, '../src/main.ts');
const AS_SOURCE = ['--import', 'tsx', MAIN];

describe('a gateway that runs alone', () => {
  let directory: string;
  let supergraph: string;
  let compiled: string;
  const running = new Set<ChildProcess>();
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'gateway-test-'));
    supergraph = join(directory, 'supergraph.graphql');
    writeFileSync(supergraph, compose(library));
    // Beside the packages that it loads.
    compiled = mkdtempSync(join(ROOT, 'node_modules/.gateway-test-'));
    execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), `gateway/src/main.ts=${join(compiled, 'main.js')}`]);
  });
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    for (const folder of [directory, compiled]) rmSync(folder, { recursive: true });
  });

  /** Compiled into one file, as production has it: it starts in half the time. */
  function start(settings: Record<string, string>, command: readonly string[] = [join(compiled, 'main.js')]) {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, command, {
      env: { PATH, HOME, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    let errors = '';
    child.stdout.on('data', (data) => (output += String(data)));
    child.stderr.on('data', (data) => (errors += String(data)));
    const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) =>
      child.once('exit', (code) => resolve({ code, output, errors })),
    );
    const serving = new Promise<string>((resolve, reject) => {
      child.stdout.on('data', () => {
        const line = output.split('\n').find((one) => one.includes('"serving"'));
        if (line) resolve((JSON.parse(line) as { url: string }).url);
      });
      child.once('exit', () => reject(new Error(`ended: ${errors}`)));
    });
    serving.catch(() => {});
    return { child, ended, serving };
  }

  test.each([
    ['from its sources', AS_SOURCE],
    ['compiled into one file', undefined],
  ])('needs a supergraph and nothing else, and stops when told to: %s', async (_how, command) => {
    const { child, serving, ended } = start({ SUPERGRAPH: supergraph, PORT: '0' }, command);
    const url = await serving;
    expect(await ask(url, '{ __typename }')).toMatchObject({ status: 200, data: { __typename: 'Query' } });
    expect(await ask(url, '{ viewerId }', { token: 'any' })).toMatchObject({ status: 401 });
    // Planned and sent: there is nobody to answer.
    expect((await ask(url, '{ book(id: "b1") { title } }')).errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
    expect((await fetch(url.replace('/graphql', '/explorer'))).status).toBe(200);
    const socket = await new RawSocket(url.replace('http', 'ws')).ready();
    child.kill('SIGTERM');
    expect(await socket.closed).toEqual({ code: 1012, reason: 'Service restart' });
    expect(await ended).toMatchObject({ code: 0, errors: '' });
  });

  test('serves another supergraph as soon as it is there, looks at once when it is told to, and closes no socket', async () => {
    const changing = join(directory, 'changing.graphql');
    writeFileSync(changing, compose(library.slice(0, 2)));
    const { child, serving, ended } = start({ SUPERGRAPH: changing, PORT: '0' });
    const url = await serving;
    const socket = await new RawSocket(url.replace('http', 'ws')).ready();
    const knowsReviews = async () =>
      JSON.stringify(await ask(url, '{ book(id: "b1") { reviews { stars } } }')).includes('SUBGRAPH_UNAVAILABLE');
    expect(await knowsReviews()).toBe(false);
    writeFileSync(changing, compose(library));
    child.kill('SIGHUP');
    while (!(await knowsReviews()));
    writeFileSync(changing, compose(library.slice(0, 2)));
    while (await knowsReviews());
    child.kill('SIGTERM');
    expect(await socket.closed).toEqual({ code: 1012, reason: 'Service restart' });
    expect(await ended).toMatchObject({
      code: 0,
      errors: '',
      output: expect.stringContaining('told to look for another supergraph') as string,
    });
  }, 90_000);

  test('says that it is about to stop, while it still answers, for as long as a load balancer needs (X34)', async () => {
    const { child, serving, ended } = start({ SUPERGRAPH: supergraph, PORT: '0', DRAIN_NOTICE_MS: '3000' });
    const url = await serving;
    const readiness = async () => (await fetch(`${new URL(url).origin}/readyz`)).status;
    expect(await readiness()).toBe(200);
    const socket = await new RawSocket(url.replace('http', 'ws')).ready();
    child.kill('SIGTERM');
    while ((await readiness()) === 200);
    expect(await readiness()).toBe(503);
    expect(await ask(url, '{ __typename }')).toMatchObject({ status: 200 });
    socket.send({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } });
    expect(await socket.closed).toEqual({ code: 1012, reason: 'Service restart' });
    expect(socket.received.at(-1)).toEqual({ id: '1', type: 'complete' });
    expect((await ended).code).toBe(0);
  });

  test('ends at once when it is told twice', async () => {
    const { child, serving, ended } = start({ SUPERGRAPH: supergraph, PORT: '0', DRAIN_NOTICE_MS: '60000' });
    const url = await serving;
    child.kill('SIGTERM');
    while ((await fetch(`${new URL(url).origin}/readyz`)).status === 200);
    // Two signals within a second are one wish: a terminal and npm both tell.
    const again = setInterval(() => child.kill('SIGTERM'), 100);
    expect((await ended).code).toBe(1);
    clearInterval(again);
  });

  test('reaches subgraphs at the addresses it is given, as itself (X3, X6, X35)', async () => {
    const servers = await Promise.all(
      library.map((plan) =>
        serveSubgraph(aSubgraph(plan), { port: 0, host: '127.0.0.1', passports: new PassportOffice(SECRET), logger: silentLogger }),
      ),
    );
    const addresses = Object.fromEntries(library.map(({ name }, index) => [`SERVICE_URL_${name.toUpperCase()}`, servers[index]!.url]));
    const { child, serving, ended } = start({ SUPERGRAPH: supergraph, PORT: '0', PASSPORT_SECRET: SECRET, ...addresses });
    expect((await ask(await serving, '{ book(id: "b1") { title author { name } averageStars } }')).data).toEqual({
      book: { title: 'The Dispossessed', author: { name: 'Ursula' }, averageStars: 4.5 },
    });
    child.kill('SIGTERM');
    await ended;
    const stranger = start({ SUPERGRAPH: supergraph, PORT: '0', ...addresses });
    expect((await ask(await stranger.serving, '{ viewerId }')).data).toEqual({ viewerId: null });
    expect((await ask(await stranger.serving, '{ viewerId }')).errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    stranger.child.kill('SIGTERM');
    await stranger.ended;
    await Promise.all(servers.map((server) => server.stop()));
  });

  test('serves the web app of the folder that it is given, and says which is none', async () => {
    const folder = mkdtempSync(join(directory, 'app-'));
    const without = await start({ SUPERGRAPH: supergraph, PORT: '0', WEB_APP: folder }).ended;
    expect(without).toMatchObject({ code: 1, errors: expect.stringMatching(/WEB_APP: must be the folder/) });
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>The app</title>');
    const { child, serving, ended } = start({ SUPERGRAPH: supergraph, PORT: '0', WEB_APP: folder });
    const page = await fetch(new URL('/verify-email', await serving), { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('The app')]);
    child.kill('SIGTERM');
    await ended;
  });

  test('says in one line which port is taken', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const { port } = squatter.address() as AddressInfo;
    const { code, errors } = await start({ SUPERGRAPH: supergraph, PORT: String(port) }).ended;
    expect({ code, errors }).toEqual({ code: 1, errors: `gateway: port ${port} is taken. Set PORT to another one.\n` });
    squatter.close();
  });

  test('lists every wrong setting', async () => {
    const { code, errors } = await start({
      PORT: 'many',
      REDIS_URL: 'http://x',
      PASSPORT_SECRET: 'short',
      LOG_LEVEL: 'loud',
      CONNECTIONS_PER_IP: '-1',
    }).ended;
    expect(code).toBe(1);
    for (const name of ['SUPERGRAPH', 'PORT', 'REDIS_URL', 'PASSPORT_SECRET', 'LOG_LEVEL', 'CONNECTIONS_PER_IP'])
      expect(errors).toContain(name);
    expect(errors).not.toContain('    at ');
  });

  test.each([
    ['is missing', () => join(directory, 'none.graphql'), 'there is no supergraph file'],
    [
      'is no supergraph',
      () => (writeFileSync(join(directory, 'plain.graphql'), 'type Query { a: Int }'), join(directory, 'plain.graphql')),
      'is no supergraph',
    ],
  ])('says in one line that the file %s', async (_title, file, message) => {
    const { code, errors } = await start({ SUPERGRAPH: file(), PORT: '0' }).ended;
    expect(code).toBe(1);
    expect(errors).toContain(message);
    expect(errors.trim().split('\n')).toHaveLength(1);
  });
});
