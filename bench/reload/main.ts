import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { createGateway, type SubgraphCall, type SubgraphTransport } from '@marquee/gateway';
import { scalars, silentLogger } from '@marquee/platform';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const HELP = `npm run bench:reload -- [--reloads 500] [--clients 5] [--streams 20] [--quick]

Serves the product's supergraph, whose subgraphs are stood in for, and lets another one take over again and again while clients ask over
HTTP and sockets and listen to streams. Prints what failed, and the heap that is left after each part of the run. Fails when a request
failed, a stream ended, or the heap grew by more than a fifth.`;

const SUPERGRAPH = path.join(__dirname, '../../schema/supergraph.graphql');
const QUERY = 'query Person { user(id: "00000000-0000-4000-8000-000000000000") { id displayName friends(first: 3) { nodes { id } } } }';
const STREAM = 'subscription { notificationReceived { id } }';
const TICK_MS = 200;
const PARTS = 10;
const LARGEST_GROWTH = 1.2;

/** A subgraph that knows nobody, and streams one notification after the other. */
const standIn: SubgraphTransport = {
  execute: async ({ operation }: SubgraphCall) => ({ data: operation.query.includes('_entities') ? { _entities: [] } : { user: null } }),
  subscribe: async ({ signal }: SubgraphCall) => ticks(signal),
  close: async () => undefined,
};

async function* ticks(signal: AbortSignal) {
  for (let n = 1; !signal.aborted; n++) {
    yield { data: { notificationReceived: { __typename: 'Notification', id: String(n) } } };
    await pause(TICK_MS);
  }
}

main().then(
  (failed) => process.exit(failed ? 1 : 0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      reloads: { type: 'string', default: '500' },
      clients: { type: 'string', default: '5' },
      streams: { type: 'string', default: '20' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return (console.log(HELP), false);
  const reloads = values.quick ? 20 : Number(values.reloads);
  const sdl = readFileSync(SUPERGRAPH, 'utf8');
  // Another one each time, with a field that was not there before.
  const edition = (n: number) =>
    sdl.replace(/^type Notification\b[^{]*\{/m, (start) => `${start}\n  edition${n}: Int @join__field(graph: USERS)`);
  let update: (sdl: string) => unknown = () => undefined;
  const gateway = await createGateway({
    supergraphSdl: {
      initialize: async (hooks) => {
        update = hooks.update;
        return { supergraphSdl: edition(0) };
      },
    },
    scalars,
    transports: Object.fromEntries(['users', 'events', 'curation', 'social', 'payments'].map((name) => [name, standIn])),
    logger: silentLogger,
    port: 0,
    host: '127.0.0.1',
    settings: {
      rates: null,
      maxLoopLagMs: 0,
      sockets: { maxOperations: 1_000, maxMessages: 100_000 },
      connections: { perViewer: 0, perIp: 0 },
      planning: { planner: 'native' },
    },
  });

  const load = startLoad(gateway.url, gateway.socketUrl, Number(values.clients), Number(values.streams));
  console.log(`${reloads} supergraphs take over; Node ${process.version}`);
  console.log(' reloads  answered   slowest    failed    events   heap MB');
  const heaps: number[] = [];
  const part = Math.max(1, Math.round(reloads / PARTS));
  for (let n = 1; n <= reloads; n++) {
    await update(edition(n));
    if (gateway.statistics.supergraph.refused) throw new Error(gateway.statistics.supergraph.refused.reason);
    if (n % part !== 0 && n !== reloads) continue;
    // What is left over is closed a second later.
    await pause(1_500);
    heaps.push(heapMb());
    const { answered, slowest, failures, events } = load.counts();
    console.log(
      [n, answered, Math.round(slowest), failures.length, events, heaps.at(-1)!.toFixed(1)]
        .map((value) => String(value).padStart(8))
        .join('  '),
    );
  }
  const { failures } = await load.stop();
  await gateway.stop();
  const growth = heaps.at(-1)! / heaps[0]!;
  console.log(
    `failures: ${failures.length}; heap after the first part and after the last: ${heaps[0]!.toFixed(1)} and ${heaps.at(-1)!.toFixed(1)} MB`,
  );
  for (const failure of failures.slice(0, 5)) console.log(failure);
  return failures.length > 0 || growth > LARGEST_GROWTH;
}

function heapMb(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

function startLoad(url: string, socketUrl: string, clients: number, streams: number) {
  const failures: string[] = [];
  let [answered, slowest, events, asking] = [0, 0, 0, true];
  const fail = (failure: unknown) => void (asking && failures.push(failure instanceof Error ? failure.message : JSON.stringify(failure)));
  const take = (answer: { errors?: unknown }, startedAt: number) => {
    if (answer.errors) return fail(answer.errors);
    answered++;
    slowest = Math.max(slowest, performance.now() - startedAt);
  };
  const socket = createClient({ url: socketUrl, webSocketImpl: WebSocket, retryAttempts: 0, lazy: false });
  socket.on('closed', () => fail('the socket was closed'));
  const overHttp = async () => {
    while (asking) {
      const startedAt = performance.now();
      const body = JSON.stringify({ query: QUERY });
      await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
        .then((response) => response.json())
        .then((answer) => take(answer as { errors?: unknown }, startedAt), fail);
      await pause(5);
    }
  };
  const overSocket = async () => {
    while (asking) {
      const startedAt = performance.now();
      for await (const answer of socket.iterate({ query: QUERY })) take(answer, startedAt);
      await pause(5);
    }
  };
  const loops = Array.from({ length: clients }, (_, n) => (n % 2 ? overSocket() : overHttp()).catch(fail));
  const stops = Array.from({ length: streams }, () =>
    socket.subscribe({ query: STREAM }, { next: () => events++, error: fail, complete: () => fail('a stream ended') }),
  );
  const counts = () => {
    const now = { answered, slowest, failures, events };
    [answered, slowest, events] = [0, 0, 0];
    return now;
  };
  return {
    counts,
    async stop() {
      asking = false;
      await Promise.all(loops);
      for (const stop of stops) stop();
      await socket.dispose();
      return { failures };
    },
  };
}
