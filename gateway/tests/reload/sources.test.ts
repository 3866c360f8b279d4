import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@marquee/platform';
import { SupergraphFile } from '../../src/supergraph/sources/file';
import { IntrospectedSupergraph } from '../../src/supergraph/sources/introspection';
import type { SupergraphManager } from '../../src/supergraph/sources/source';
import { SupergraphUrl } from '../../src/supergraph/sources/url';
import { stopsAfterEach } from '../faults/stops';
import { aWorld, compose, type World } from '../kit';
import { library } from '../library';
import { composeWith } from './offering';

const stopped = stopsAfterEach();
const NOW = compose(library);
const WITHOUT_STARS = composeWith(library, { reviews: [['averageStars: Float', '']] });
const SOON = { everyMs: 100, logger: silentLogger };

const hasStars = async (world: World) => !(await world.ask('{ book(id: "b1") { averageStars } }')).errors;

async function until(world: World, stars: boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while ((await hasStars(world)) !== stars)
    if (Date.now() > deadline) throw new Error(`Waited in vain for a supergraph with stars: ${stars}`);
}

const served = async (supergraphSdl: SupergraphManager) => stopped(await aWorld(library, { supergraphSdl }));

describe('a file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'supergraph-'));
    path = join(folder, 'supergraph.graphql');
    writeFileSync(path, WITHOUT_STARS);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is served anew when it is written, or replaced by another one', async () => {
    const world = await served(new SupergraphFile({ path, ...SOON }));
    expect(await hasStars(world)).toBe(false);
    writeFileSync(path, NOW);
    await until(world, true);
    writeFileSync(join(folder, 'next'), WITHOUT_STARS);
    renameSync(join(folder, 'next'), path);
    await until(world, false);
  });

  test('that is gone or half written harms nothing, and is taken when it is whole', async () => {
    const source = new SupergraphFile({ path, ...SOON, everyMs: 60_000 });
    const world = await served(source);
    rmSync(path);
    await source.reload();
    expect(await hasStars(world)).toBe(false);
    writeFileSync(path, NOW.slice(0, NOW.length / 2));
    await source.reload();
    expect(world.gateway.statistics.supergraph.refused).not.toBeNull();
    writeFileSync(path, NOW);
    await source.reload();
    expect(await hasStars(world)).toBe(true);
  });
});

describe('an address', () => {
  async function anAddress() {
    const state = { sdl: WITHOUT_STARS, down: false, sent: 0, unchanged: 0 };
    const server = createServer((request, response) => {
      if (state.down) return void response.writeHead(503).end();
      const etag = `"${state.sdl.length}"`;
      if (request.headers['if-none-match'] === etag) {
        state.unchanged++;
        return void response.writeHead(304, { etag }).end();
      }
      state.sent++;
      response.writeHead(200, { etag }).end(state.sdl);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stopped({ stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))) });
    return { state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/supergraph` };
  }

  test('is asked every so often, and sends a supergraph once', async () => {
    const { state, url } = await anAddress();
    const world = await served(new SupergraphUrl({ url, ...SOON }));
    while (state.unchanged < 3) await world.ask('{ __typename }');
    expect(state.sent).toBe(1);
    state.sdl = NOW;
    await until(world, true);
    expect(state.sent).toBe(2);
  });

  test('that is away for a while changes nothing; being told to look, the gateway asks for all of it', async () => {
    const { state, url } = await anAddress();
    const source = new SupergraphUrl({ url, ...SOON, everyMs: 60_000 });
    const world = await served(source);
    state.down = true;
    await source.reload();
    expect(await hasStars(world)).toBe(false);
    Object.assign(state, { down: false, sdl: NOW });
    await source.reload();
    expect(await hasStars(world)).toBe(true);
    await source.reload();
    expect(state).toMatchObject({ sent: 3, unchanged: 0 });
  });

  test('that gives none at the start is told in one line', async () => {
    const { state, url } = await anAddress();
    state.down = true;
    await expect(aWorld(library, { supergraphSdl: new SupergraphUrl({ url, ...SOON }) })).rejects.toThrow(
      `There is no supergraph at ${url}.`,
    );
  });
});

test('for development it is composed from what the subgraphs say, with Apollo’s IntrospectAndCompose', async () => {
  const addresses: Record<string, string> = {};
  const introspected = new IntrospectedSupergraph({ subgraphs: addresses, ...SOON });
  const manager: SupergraphManager = { initialize: (hooks) => introspected.initialize(hooks) };
  // Two subgraphs at first; the third is named later.
  const all = stopped(await aWorld(library, { over: 'http' }));
  for (const name of ['catalogue', 'people']) addresses[name] = all.servers[name]!.url;
  const world = stopped(await aWorld(library.slice(0, 2), { supergraphSdl: manager, subgraphs: [] } as never));
  expect((await world.ask('{ book(id: "b1") { title author { name } } }')).data).toEqual({
    book: { title: 'The Dispossessed', author: { name: 'Ursula' } },
  });
  expect(await hasStars(world)).toBe(false);
  addresses.reviews = all.servers.reviews!.url;
  await until(world, true);
});

test('Apollo’s gateway, whose packages would double the time of a start, is loaded only where it is used', () => {
  const source = join(__dirname, '../../src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const eager = files.filter((file) => /^import (?!type\b).*'@apollo\/gateway'/m.test(readFileSync(join(source, file), 'utf8')));
  expect(eager).toEqual([]);
});
