import { parseArgs } from 'node:util';
import { PASSPORT_HEADER, PassportOffice, visitor } from '@marquee/platform';
import { Client } from 'undici';
import path from 'node:path';
import { JSON_HEADERS, send, textOf } from '../gateway/http-client';
import { endChildrenWithUs } from '../measure/child';
import { chooseCores, moveHere } from '../measure/cores';
import { useOf } from '../measure/process-use';
import { median, medianRatio, percentile } from '../measure/statistics';
import { figure, table } from '../measure/table';
import { Worker } from '../measure/worker';
import { operationFor, SECRET, SUBGRAPH, type ServerInput } from './operation';

const HELP = `npm run bench:serving -- [--rounds 9] [--requests 3000] [--connections 10]

One subgraph behind the platform's server and behind Apollo Server, both with passports and the same executor: CPU for a fetch of a gateway.
Prints ratios; fails when the answers differ.`;

const ENTITIES = [1, 10, 50];

interface Measured {
  readonly cpuMs: number;
  readonly p99: number;
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
      rounds: { type: 'string', default: '9' },
      requests: { type: 'string', default: '3000' },
      connections: { type: 'string', default: '10' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return false;
  }
  const [rounds, requests, connections] = [values.rounds, values.requests, values.connections].map(Number) as [number, number, number];
  endChildrenWithUs();
  const cores = chooseCores();
  moveHere(cores.rest);
  console.log(`Node ${process.version}; ${cores.description}.`);
  const servers = await Promise.all(
    (['ours', 'apollo'] as const).map(async (server) => {
      const worker = Worker.start<never, { url: string }>(path.join(__dirname, 'server.ts'), cores.measured, {
        server,
      } satisfies ServerInput);
      return { server, worker, url: (await worker.next()).url };
    }),
  );
  try {
    const rows: string[][] = [];
    for (const entities of ENTITIES) {
      const body = operationFor(entities);
      const [first, second] = await Promise.all(servers.map(({ url }) => answerOf(url, body)));
      if (first !== second || first!.includes('"errors"')) {
        console.log(`Nothing was measured: the answers differ.\n${first}\n${second}`);
        return true;
      }
      for (const one of servers) await measure(one.worker.child.pid, one.url, { body, connections, requests, expected: first!.length });
      const measured = { ours: [] as Measured[], apollo: [] as Measured[] };
      for (let round = 0; round < rounds; round++)
        for (const one of round % 2 ? [...servers].reverse() : servers)
          measured[one.server].push(await measure(one.worker.child.pid, one.url, { body, connections, requests, expected: first!.length }));
      const cpu = (server: 'ours' | 'apollo') => measured[server].map(({ cpuMs }) => cpuMs);
      const p99 = (server: 'ours' | 'apollo') => measured[server].map((one) => one.p99);
      rows.push([
        String(entities),
        String(first!.length),
        figure(median(cpu('ours')), 3),
        figure(median(cpu('apollo')), 3),
        figure(medianRatio(cpu('apollo'), cpu('ours')), 2),
        figure(medianRatio(p99('apollo'), p99('ours')), 2),
      ]);
    }
    const head = ['entities', 'bytes', 'CPU ms a fetch, ours', 'Apollo Server', 'ratio', 'ratio of p99'];
    console.log(`\n${connections} connections, ${rounds} rounds of ${requests} requests\n\n${table(head, rows)}\n`);
    return false;
  } finally {
    for (const { worker } of servers) await worker.stop();
  }
}

const passports = new PassportOffice(SECRET);
const headersFor = (body: string) => ({ ...JSON_HEADERS, [PASSPORT_HEADER]: passports.sign(SUBGRAPH, visitor(), body) });

async function answerOf(url: string, body: string): Promise<string> {
  const client = new Client(new URL(url).origin);
  const answer = textOf(await send(client, { method: 'POST', path: '/graphql', headers: headersFor(body), body }));
  await client.close();
  return JSON.stringify(JSON.parse(answer));
}

interface Load {
  readonly body: string;
  readonly connections: number;
  readonly requests: number;
  /** Least characters of a right answer. */
  readonly expected: number;
}

async function measure(pid: number, url: string, { body, connections, requests, expected }: Load): Promise<Measured> {
  const before = useOf(pid).cpuSeconds;
  const latencies: number[] = [];
  let left = requests;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new Client(new URL(url).origin, { pipelining: 1 });
      while (left-- > 0) {
        const request = { method: 'POST' as const, path: '/graphql', headers: headersFor(body), body };
        const sentAt = performance.now();
        const answer = await send(client, request);
        latencies.push(performance.now() - sentAt);
        if (answer.status !== 200 || textOf(answer).length < expected) throw new Error(`status ${answer.status}: ${textOf(answer)}`);
      }
      await client.close();
    }),
  );
  return { cpuMs: ((useOf(pid).cpuSeconds - before) / requests) * 1000, p99: percentile(latencies, 0.99) };
}
