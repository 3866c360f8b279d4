import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answering, Child, freePort } from '../measure/child';
import { heapFlags } from '../../stack/src/heap';
import { buildGateway } from '../measure/build';
import { Worker } from '../measure/worker';
import type { BehindApolloServerInput } from './behind-apollo-server';
import type { ByHandInput } from './by-hand';
import type { LimitInput, RecordedFetch } from './limit';
import { subgraphs } from './subgraphs';
import type { SubgraphUrls } from './subgraphs/serve';

export const RIVALS = path.join(__dirname, 'rivals');
const CHECKOUT = path.join(__dirname, '../..');
const GRAFBASE = path.join(RIVALS, 'node_modules/@grafbase/cli-x86_64-unknown-linux-musl/grafbase');
const HIVE = path.join(RIVALS, 'node_modules/@graphql-hive/gateway/dist/bin.js');

/** What a gateway needs to know to start. */
export interface Site {
  readonly core: string | null;
  readonly urls: SubgraphUrls;
  readonly supergraphFile: string;
  /** Another checkout of Marquee, whose gateway runs beside this one's. */
  readonly other?: string;
  /** For the limit only. */
  readonly fetches: () => readonly RecordedFetch[];
  readonly answer: string;
}

export interface Running {
  readonly url: string;
  readonly child: Child;
}

export interface Contender {
  readonly key: string;
  readonly title: string;
  /** Needs the package of rivals. */
  readonly rival?: boolean;
  start(site: Site): Promise<Running>;
}

const PLENTY = String(2 ** 40);
const LIMITS_THAT_NOBODY_MEETS = {
  RATE_LIMITS: 'true',
  RATE_LIMIT_ANONYMOUS: PLENTY,
  RATE_LIMIT_SLOW_FROM: '0',
  COST_BUDGET_ANONYMOUS: PLENTY,
};

/** In the order of the report. */
export const contenders: readonly Contender[] = [
  { key: 'ours', title: 'Marquee', start: (site) => marquee(CHECKOUT, site) },
  {
    key: 'ours-signed',
    title: 'Marquee, identity signed for each call',
    start: (site) => marquee(CHECKOUT, site, { PASSPORT_SECRET: randomBytes(32).toString('hex') }),
  },
  {
    key: 'ours-limited',
    title: 'Marquee, operations counted',
    start: (site) => marquee(CHECKOUT, site, LIMITS_THAT_NOBODY_MEETS),
  },
  {
    key: 'ours-sharing',
    title: 'Marquee, requests in flight shared',
    start: (site) => marquee(CHECKOUT, site, { SHARE_IN_FLIGHT: 'true' }),
  },
  {
    key: 'other',
    title: 'Marquee of the other checkout',
    start: (site) => marquee(site.other!, site),
  },
  { key: 'ours-apollo-server', title: 'Marquee, Apollo Server in front', rival: true, start: behindApolloServer },
  { key: 'stock', title: '@apollo/gateway + Apollo Server', rival: true, start: (site) => rival('stock', site, ['apollo.mjs']) },
  { key: 'hive', title: 'Hive Gateway, --jit', rival: true, start: (site) => hive('hive', site, ['--jit']) },
  {
    key: 'hive-native',
    title: 'Hive Gateway, native planner',
    rival: true,
    start: (site) => hive('hive-native', site, ['--hive-router-runtime']),
  },
  {
    key: 'hive-native-alone',
    title: 'the same, requests in flight not shared',
    rival: true,
    start: (site) => hive('hive-native-alone', site, ['--hive-router-runtime'], { ALONE: '1' }),
  },
  { key: 'grafbase', title: 'Grafbase (Rust)', rival: true, start: grafbase },
  {
    key: 'mercurius',
    title: 'Mercurius',
    rival: true,
    start: (site) => rival('mercurius', site, ['mercurius.mjs'], { SUBGRAPHS: JSON.stringify(site.urls) }),
  },
  { key: 'by-hand', title: 'written by hand for this operation', start: byHand },
  { key: 'limit', title: 'physical limit', start: limit },
];

async function marquee(checkout: string, site: Site, env: Record<string, string> = {}): Promise<Running> {
  buildGateway(checkout);
  const port = await freePort();
  const child = new Child({
    name: 'Marquee',
    core: site.core,
    command: process.execPath,
    args: [...heapFlags(), 'gateway/dist/main.js'],
    cwd: checkout,
    // The others write no line for each operation and count nobody's requests; nor does ours here.
    env: { RATE_LIMITS: 'false', ...env, SUPERGRAPH: site.supergraphFile, PORT: String(port), LOG_LEVEL: 'warn' },
  });
  return ready(child, port);
}

async function rival(name: string, site: Site, args: readonly string[], env: Record<string, string> = {}): Promise<Running> {
  const port = await freePort();
  const child = new Child({
    name,
    core: site.core,
    command: process.execPath,
    args,
    cwd: RIVALS,
    env: { ...env, SUPERGRAPH: site.supergraphFile, PORT: String(port) },
  });
  return ready(child, port);
}

const hive = (name: string, site: Site, args: readonly string[], env: Record<string, string> = {}) =>
  rival(name, site, [HIVE, 'supergraph', site.supergraphFile, '-c', 'hive.config.mjs', '--host', '127.0.0.1', ...args], env);

/** It composes for itself, from the SDL of the subgraphs, and has its development server in npm only. */
async function grafbase(site: Site): Promise<Running> {
  const folder = path.join(path.dirname(site.supergraphFile), 'grafbase');
  mkdirSync(folder, { recursive: true });
  const tables = subgraphs.map(({ name, sdl }) => {
    writeFileSync(path.join(folder, `${name}.graphql`), sdl);
    return `[subgraphs.${name}]\nurl = "${site.urls[name]}"\nschema_path = "./${name}.graphql"\n`;
  });
  writeFileSync(path.join(folder, 'overrides.toml'), tables.join('\n'));
  writeFileSync(path.join(folder, 'grafbase.toml'), '[graph]\nintrospection = false\n');
  const port = await freePort();
  const child = new Child({
    name: 'grafbase',
    core: site.core,
    command: GRAFBASE,
    args: ['dev', '--graph-overrides', 'overrides.toml', '--gateway-config', 'grafbase.toml', '--port', String(port)],
    cwd: folder,
  });
  return ready(child, port);
}

async function behindApolloServer({ core, supergraphFile }: Site): Promise<Running> {
  const port = await freePort();
  const input: BehindApolloServerInput = { port, supergraphFile };
  return ready(Worker.start(path.join(__dirname, 'behind-apollo-server.ts'), core, input).child, port);
}

async function byHand(site: Site): Promise<Running> {
  const port = await freePort();
  const worker = Worker.start(path.join(__dirname, 'by-hand.ts'), site.core, { port, urls: site.urls } satisfies ByHandInput);
  return ready(worker.child, port);
}

/** Its input is too long for a command line. */
async function limit(site: Site): Promise<Running> {
  const port = await freePort();
  const file = path.join(path.dirname(site.supergraphFile), 'limit.json');
  writeFileSync(file, JSON.stringify({ port, fetches: site.fetches(), answer: site.answer } satisfies LimitInput));
  const worker = Worker.start(path.join(__dirname, 'limit.ts'), site.core, { file });
  return ready(worker.child, port);
}

async function ready(child: Child, port: number): Promise<Running> {
  const url = `http://127.0.0.1:${port}/graphql`;
  await answering(child, url);
  return { url, child };
}
