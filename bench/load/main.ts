import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { Pool } from 'undici';
import { JSON_HEADERS, send } from '../gateway/http-client';
import { buildFile } from '../measure/build';
import { endChildrenWithUs } from '../measure/child';
import { chooseCores, moveHere } from '../measure/cores';
import { useOf } from '../measure/process-use';
import { figure } from '../measure/table';
import { Worker } from '../measure/worker';
import { Random } from '../../stack/src/world/random';
import type { BareAnswer, BareInput } from './bare';
import { Crowd } from './crowd';
import { HELP, readOptions, type LoadOptions } from './options';
import type { ProductAnswer, ProductQuestion, Statement } from './product';
import { KINDS, perSecond, type Kind } from './profile';
import { writeReport, type Bare, type Cost, type Day, type HourUse } from './report';
import type { LoadWorld, WantedWorld } from './world';

/** Each alone so often, to say what it costs; more of what is done most, which stands beside a bare handler. */
const ALONE = 40;
/** Of the facts that something leads to, until nothing is sent any more. */
const QUIET_MS = 3_000;
/** What is done most. */
const COMMONEST: Kind = 'swipe';

main().then(
  (failed) => process.exit(failed ? 1 : 0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    process.exit(1);
  },
);

async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return false;
  }
  endChildrenWithUs();
  const cores = chooseCores();
  moveHere(cores.rest);
  console.log(`Node ${process.version}; ${cores.description}. Making the city …`);
  const keeper = Worker.start<object, LoadWorld>(path.join(__dirname, 'world.ts'), cores.rest, {
    walkers: options.walkers,
    events: options.events,
  } satisfies WantedWorld);
  const world = await keeper.next();
  const product = Worker.start<ProductQuestion, ProductAnswer>(
    buildFile(path.join(__dirname, 'product.ts')),
    cores.measured,
    world.environment,
    ['--max-semi-space-size=32'],
  );
  try {
    const { url } = await product.next();
    const site: Site = { world, product, url: url!, keeper: keeper.child.process.pid! };
    console.log(`${world.walkers.length} people, ${world.eventIds.length} events to come. Each kind alone …`);
    const { costs, recorded } = await alone(site);
    const bare = await besideBare(site, recorded, costs.get(COMMONEST)!, cores.measured);
    console.log(
      `${COMMONEST}: ${figure(costs.get(COMMONEST)!.productMs, 2)} ms of CPU, by a bare handler ${figure(bare.productMs, 2)}. The day …`,
    );
    const day = await theDay(site, options);
    mkdirSync(options.out, { recursive: true });
    const failed = await writeReport({ options, machine: cores.description, costs, bare: { kind: COMMONEST, ...bare }, day });
    return failed;
  } finally {
    await product.stop();
    await keeper.stop();
  }
}

interface Site {
  readonly world: LoadWorld;
  readonly product: Worker<ProductQuestion, ProductAnswer>;
  readonly url: string;
  /** The process that Postgres is a child of. */
  readonly keeper: number;
}

const useNow = async ({ product, keeper }: Site) => {
  const { cpuMs, statements } = await product.ask({ ask: 'use' });
  return { productMs: cpuMs!, statements: statements!, postgresMs: useOf(keeper).cpuSeconds * 1_000 };
};

/** What each kind costs when nothing else happens, with the facts and notifications that it leads to. */
async function alone(site: Site): Promise<{ costs: Map<Kind, Cost>; recorded: readonly Statement[] }> {
  const crowd = new Crowd(site.world, site.url, new Random('alone'));
  const costs = new Map<Kind, Cost>();
  // The first of everything is dearer: plans, prepared statements, compiled code.
  for (const kind of KINDS) for (let n = 0; n < ALONE / 2; n++) await crowd.one(kind, performance.now(), 0);
  for (const kind of KINDS) {
    await pause(QUIET_MS);
    const before = await useNow(site);
    for (let n = 0; n < ALONE; n++) await crowd.one(kind, performance.now(), 0);
    await pause(QUIET_MS / 3);
    const after = await useNow(site);
    const of = (name: 'productMs' | 'statements' | 'postgresMs') => (after[name] - before[name]) / ALONE;
    costs.set(kind, { productMs: of('productMs'), statements: of('statements'), postgresMs: of('postgresMs') });
  }
  await pause(QUIET_MS);
  await site.product.ask({ ask: 'record' });
  await crowd.one(COMMONEST, performance.now(), 0);
  const { sent } = await site.product.ask({ ask: 'recorded' });
  await crowd.leaveAll();
  return { costs, recorded: sent! };
}

/** The same statements and an answer of the same kind by a handler with nothing else in it, one request after the other, as before. */
async function besideBare(site: Site, statements: readonly Statement[], cost: Cost, core: string | null): Promise<Omit<Bare, 'kind'>> {
  const answer = JSON.stringify({ data: { swipe: { __typename: 'SwipeSuccess', event: { id: site.world.eventIds[0] } } } });
  const input: BareInput = { server: site.world.server, statements, answer };
  const worker = Worker.start<object, BareAnswer>(path.join(__dirname, 'bare.ts'), core, input);
  const { url } = await worker.next();
  const { origin, pathname } = new URL(url!);
  const pool = new Pool(origin, { connections: 1 });
  const requests = ALONE * 5;
  const ask = () => send(pool, { method: 'POST', path: pathname, headers: JSON_HEADERS, body: answer });
  for (let n = 0; n < requests; n++) await ask();
  const before = await worker.ask({});
  for (let n = 0; n < requests; n++) await ask();
  const after = await worker.ask({});
  await pool.close();
  await worker.stop();
  const productMs = (after.cpuMs! - before.cpuMs!) / requests;
  return { productMs, statements: statements.length, failures: after.failures!, ratio: cost.productMs / productMs };
}

async function theDay(site: Site, { minutes, people }: LoadOptions): Promise<Day> {
  const crowd = new Crowd(site.world, site.url);
  const hourMs = (minutes * 60_000) / 24;
  const sizeBefore = await bytesOf(site);
  const hours: HourUse[] = [];
  const begun = await useNow(site);
  let last = begun;
  for (let hour = 0; hour < 24; hour++) {
    const startedAt = performance.now();
    await crowd.come(perSecond(people, hour), hourMs, hour);
    const now = await useNow(site);
    const ms = performance.now() - startedAt;
    hours.push({
      hour,
      wanted: perSecond(people, hour),
      product: (now.productMs - last.productMs) / ms,
      postgres: (now.postgresMs - last.postgresMs) / ms,
    });
    last = now;
    process.stdout.write(`  ${String(hour).padStart(2)}:00  ${crowd.samples.length} answered\n`);
  }
  await crowd.rest();
  await pause(QUIET_MS);
  const ended = await useNow(site);
  await crowd.leaveAll();
  return {
    hours,
    samples: crowd.samples,
    productMs: ended.productMs - begun.productMs,
    postgresMs: ended.postgresMs - begun.postgresMs,
    statements: ended.statements - begun.statements,
    bytes: (await bytesOf(site)) - sizeBefore,
    streams: crowd.streams,
    heard: crowd.heard,
  };
}

async function bytesOf({ world }: Site): Promise<number> {
  const client = new pg.Client(world.server);
  await client.connect();
  const { rows } = await client.query<{ bytes: string }>(
    `SELECT sum(pg_database_size(datname)) AS bytes FROM pg_database WHERE datname LIKE 'marquee_%'`,
  );
  await client.end();
  return Number(rows[0]!.bytes);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
