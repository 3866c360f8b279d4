import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { importJWK, SignJWT } from 'jose';
import pg from 'pg';
import { Client } from 'undici';
import { JSON_HEADERS, send, textOf } from '../gateway/http-client';
import { buildFile } from '../measure/build';
import { endChildrenWithUs } from '../measure/child';
import { chooseCores, moveHere, type Cores } from '../measure/cores';
import { percentile } from '../measure/statistics';
import { figure, table } from '../measure/table';
import { Worker } from '../measure/worker';
import type { BareAnswer, BareInput } from './bare';
import { HELP, readOptions, type BenchOptions } from './options';
import type { ProductAnswer, ProductQuestion } from './product';
import type { Made, OnsaleWorld, Wanted } from './world';

const CHECKOUT =
  'mutation($input: CheckoutInput!) { checkout(input: $input) { __typename ... on CheckoutSuccess { order { id } payment { id } } } }';
const CONFIRM =
  'mutation($input: ConfirmPaymentInput!) { confirmPayment(input: $input) { __typename ... on ConfirmPaymentSuccess { order { id status } } } }';
/** Of the facts that sales lead to, until nothing is sent any more. */
const QUIET_MS = 4_000;

const QUIET: Pick<Wanted, 'name' | 'tiers'> = { name: 'Plenty', tiers: 1 };

main().then(
  (failed) => process.exit(failed ? 1 : 0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
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
  console.log(`Node ${process.version}; ${cores.description}. Opening sales …`);
  const keeper = Worker.start<object, OnsaleWorld>(path.join(__dirname, 'world.ts'), cores.rest, wantedBy(options));
  const world = await keeper.next();
  const product = Worker.start<ProductQuestion, ProductAnswer>(
    buildFile(path.join(__dirname, 'product.ts')),
    cores.measured,
    world.environment,
  );
  try {
    const site: Site = { world, product, url: (await product.next()).url!, tokenOf: await tokensOf(world), cores };
    const failures = [await tellQuiet(site, options), ...(await tellRushes(site, options))].flat();
    for (const failure of failures) console.log(`FAILED: ${failure}`);
    return failures.length > 0;
  } finally {
    await product.stop();
    await keeper.stop();
  }
}

interface Site {
  readonly world: OnsaleWorld;
  readonly product: Worker<ProductQuestion, ProductAnswer>;
  readonly url: string;
  readonly tokenOf: () => Promise<string>;
  readonly cores: Cores;
}

function wantedBy({ tickets, manyTiers, manyEvents, quietSales }: BenchOptions): Wanted[] {
  return [
    { ...QUIET, quantity: quietSales + 1_000 },
    { name: 'one tier', tiers: 1, quantity: tickets },
    { name: `${manyTiers} tiers`, tiers: manyTiers, quantity: tickets / manyTiers },
    ...Array.from({ length: manyEvents }, () => ({ name: `${manyEvents} events`, tiers: 1, quantity: tickets / manyEvents })),
  ];
}

/** Sales of which there are enough for everybody: what one costs, beside its statements sent by nothing but the driver. */
async function tellQuiet(site: Site, { quietSales }: BenchOptions): Promise<string[]> {
  const [tierId] = site.world.events.find(({ name }) => name === QUIET.name)!.tierIds;
  // The first is recorded while nobody else is there: before it the database is the untouched one.
  await pause(QUIET_MS);
  await site.product.ask({ ask: 'record' });
  const first = await rush(site, [tierId!], { buyers: 1, connections: 1 });
  const { sent } = await site.product.ask({ ask: 'recorded' });
  await rush(site, [tierId!], { buyers: 200, connections: 10 });
  await pause(QUIET_MS);
  const before = await site.product.ask({ ask: 'use' });
  const sales = await rush(site, [tierId!], { buyers: quietSales, connections: 10 });
  await pause(QUIET_MS);
  const after = await site.product.ask({ ask: 'use' });
  const cpu = (after.cpuMs! - before.cpuMs!) / quietSales;
  const statements = (after.statements! - before.statements!) / quietSales;
  const input: BareInput = { url: site.world.untouchedUrl, statements: sent!, times: 300 };
  const worker = Worker.start<object, BareAnswer>(path.join(__dirname, 'bare.ts'), site.cores.measured, input);
  const bare = await worker.next();
  await worker.stop();
  const sameByHand = (bare.cpuMs / bare.statements) * statements;
  console.log(
    `\n${quietSales} sales, 10 at once: ${figure(cpu, 2)} ms of CPU and ${figure(statements, 1)} statements a sale, over all databases, facts and ` +
      `jobs included; p50 ${figure(percentile(sales.latencies, 0.5))} ms, p99 ${figure(percentile(sales.latencies, 0.99))} ms for both requests.\n` +
      `As many statements by a bare script: ${figure(sameByHand, 2)} ms (${bare.statements} of payments were replayed, ${figure(bare.cpuMs, 2)} ms). ` +
      `Ratio ${figure(cpu / sameByHand, 2)}, to be at most 3.`,
  );
  const odd = first.sold + sales.sold < quietSales + 1 ? [`${sales.sold} of ${quietSales} quiet sales were made`] : [];
  return [...odd, ...(await wrongOf(site, [site.world.events.find(({ name }) => name === QUIET.name)!], null))];
}

/** Everybody at once: for one tier, for ten, for ten events. */
async function tellRushes(site: Site, { buyers, tickets, connections }: BenchOptions): Promise<string[]> {
  const failures: string[] = [];
  const rows: string[][] = [];
  for (const name of new Set(site.world.events.map((event) => event.name).filter((one) => one !== QUIET.name))) {
    const events = site.world.events.filter((event) => event.name === name);
    const before = await site.product.ask({ ask: 'use' });
    const { sold, outcomes, latencies, seconds } = await rush(
      site,
      events.flatMap(({ tierIds }) => tierIds),
      { buyers, connections },
    );
    const after = await site.product.ask({ ask: 'use' });
    const of = (share: number) => figure(percentile(latencies, share));
    rows.push([name, String(sold), figure(seconds, 1), figure(buyers / seconds), of(0.5), of(0.95), of(0.99), figure((after.cpuMs! - before.cpuMs!) / sold, 1)]); // prettier-ignore
    const others = Object.keys(outcomes).filter((outcome) => outcome !== 'CheckoutSuccess' && outcome !== 'SoldOut');
    if (others.length > 0) failures.push(`${name}: ${JSON.stringify(outcomes)}`);
    await pause(QUIET_MS);
    failures.push(...(await wrongOf(site, events, tickets)));
  }
  const head = ['', 'sold', 'seconds', 'buyers/s', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms a sale, refusals included'];
  console.log(`\n${buyers} buyers for ${tickets} tickets, ${connections} at once\n\n${table(head, rows)}\n`);
  return failures;
}

/** What must hold of events that were sold: as many as there were, none twice, each charged once. */
async function wrongOf({ world }: Site, events: readonly Made[], tickets: number | null): Promise<string[]> {
  const client = new pg.Client(world.paymentsUrl);
  await client.connect();
  const { rows } = await client.query<Record<string, number>>(
    `SELECT count(*)::int AS tickets, count(DISTINCT t.code_hash)::int AS codes, count(DISTINCT o.user_id)::int AS buyers,
       count(*) FILTER (WHERE o.status <> 'PAID')::int AS unpaid,
       (SELECT count(*) FROM sandbox_charges c JOIN payments p ON p.processor_ref = c.intent_id JOIN orders b ON b.id = p.order_id
        WHERE b.event_id IN (SELECT event_id FROM ticket_tiers WHERE id = ANY ($1::uuid[])))::int AS charges,
       (SELECT count(*) FROM ticket_tiers WHERE id = ANY ($1::uuid[]) AND (sold > quantity OR held <> 0))::int AS wrong
     FROM tickets t JOIN orders o ON o.id = t.order_id WHERE t.tier_id = ANY ($1::uuid[])`,
    [events.flatMap(({ tierIds }) => tierIds)],
  );
  await client.end();
  const [{ tickets: sold, codes, buyers, unpaid, charges, wrong }] = rows as [Record<string, number>];
  const isRight =
    codes === sold && buyers === sold && charges === sold && unpaid === 0 && wrong === 0 && (tickets === null || sold === tickets);
  return isRight ? [] : [`${events[0]!.name}: ${JSON.stringify(rows[0])}, of ${tickets ?? 'plenty'}`];
}

interface Rush {
  readonly sold: number;
  /** Of checkouts. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Milliseconds for each buyer: one request for whoever got nothing, two for whoever bought. */
  readonly latencies: readonly number[];
  readonly seconds: number;
}

/** So many buyers, so many of them at once; each wants one ticket of one tier, of all of them in turn. */
async function rush(
  site: Site,
  tierIds: readonly string[],
  { buyers, connections }: { buyers: number; connections: number },
): Promise<Rush> {
  const tokens = await Promise.all(Array.from({ length: buyers }, () => site.tokenOf()));
  const outcomes: Record<string, number> = {};
  const latencies: number[] = [];
  let [next, sold] = [0, 0];
  const startedAt = performance.now();
  const line = async () => {
    const client = new Client(new URL(site.url).origin, { pipelining: 1 });
    for (let buyer = next++; buyer < buyers; buyer = next++) {
      const begunAt = performance.now();
      const tierId = tierIds[buyer % tierIds.length]!;
      const { outcome, paymentId } = await checkOut(client, site.url, tokens[buyer]!, tierId);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (paymentId && (await confirm(client, site.url, tokens[buyer]!, paymentId))) sold++;
      latencies.push(performance.now() - begunAt);
    }
    await client.close();
  };
  await Promise.all(Array.from({ length: connections }, line));
  return { sold, outcomes, latencies, seconds: (performance.now() - startedAt) / 1_000 };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the asker knows what it asked for
async function ask(client: Client, url: string, token: string, query: string, input: object): Promise<any> {
  const headers = { ...JSON_HEADERS, authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query, variables: { input } });
  const received = await send(client, { method: 'POST', path: new URL(url).pathname, headers, body });
  return received.status === 200 ? JSON.parse(textOf(received)) : { errors: [{ extensions: { code: `status ${received.status}` } }] };
}

async function checkOut(
  client: Client,
  url: string,
  token: string,
  tierId: string,
): Promise<{ outcome: string; paymentId: string | null }> {
  const input = { items: [{ tierId, quantity: 1 }], idempotencyKey: randomUUID() };
  for (let n = 1; ; n++) {
    const { data, errors } = await ask(client, url, token, CHECKOUT, input);
    const outcome = (data?.checkout?.__typename ?? errors?.[0]?.extensions?.code ?? 'nothing') as string;
    if (data?.checkout || n === 5) return { outcome, paymentId: (data?.checkout?.payment?.id as string | undefined) ?? null };
  }
}

async function confirm(client: Client, url: string, token: string, paymentId: string): Promise<boolean> {
  // A gateway waits for five seconds; whoever has no answer asks again, and nothing is charged twice.
  for (let n = 0; n < 5; n++) {
    const { data } = await ask(client, url, token, CONFIRM, { paymentId, paymentMethod: 'pm_card_visa' });
    if (data?.confirmPayment?.order?.status === 'PAID') return true;
  }
  return false;
}

/** People who are all different, each in a session of their own. */
async function tokensOf({ signer: { kid, privateKey } }: OnsaleWorld): Promise<() => Promise<string>> {
  const key = await importJWK(privateKey, 'EdDSA');
  return () => {
    const id = randomUUID();
    return new SignJWT({ username: `buyer_${id.slice(0, 8)}`, role: 'user', permissions: [], sessionId: randomUUID() })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
      .setSubject(id)
      .setIssuer('marquee')
      .setAudience('marquee')
      .setIssuedAt()
      .setExpirationTime('15m')
      .sign(key);
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
