import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { endChildrenWithUs } from '../measure/child';
import { chooseCores, moveHere } from '../measure/cores';
import { installRivals } from '../measure/install';
import { figure } from '../measure/table';
import { Worker } from '../measure/worker';
import { composeSupergraph } from './compose';
import { contenders, RIVALS, type Contender, type Running, type Site } from './gateways';
import { JSON_HEADERS } from './http-client';
import type { RecordedFetch } from './limit';
import { measure, type Bench, type LoadWorker, type Measurement, type SubgraphsWorker } from './measure';
import { operationBody } from './operation';
import { HELP, readOptions, type BenchOptions } from './options';
import { orderOf } from './recording';
import { referenceAnswer } from './reference';
import { report } from './report';
import type { RecordedRequest, SubgraphUrls } from './subgraphs/serve';

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
  const chosen = contenders.filter(({ key }) => options.only.includes(key));
  if (chosen.some(({ rival }) => rival)) installRivals(RIVALS);

  const cores = chooseCores();
  moveHere(cores.rest);
  console.log(`Node ${process.version}; ${cores.description}.`);
  const subgraphs: SubgraphsWorker = Worker.start(path.join(__dirname, 'subgraphs/serve.ts'), cores.rest);
  const urls = (await subgraphs.next()) as SubgraphUrls;
  const load: LoadWorker = Worker.start(path.join(__dirname, 'load.ts'), cores.rest);
  await load.next();
  const bench: Bench = { load, subgraphs };

  const folder = mkdtempSync(path.join(tmpdir(), 'marquee-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const supergraphFile = path.join(folder, 'supergraph.graphql');
  writeFileSync(
    supergraphFile,
    composeSupergraph((name) => urls[name]!),
  );

  let recorded: { of: string; fetches: readonly RecordedFetch[] } | undefined;
  const fetches = () => {
    if (!recorded) throw new Error('The limit repeats the requests of another row: choose one more.');
    return recorded.fetches;
  };
  const site: Site = {
    core: cores.measured,
    urls,
    supergraphFile,
    other: options.other,
    fetches,
    answer: JSON.stringify(referenceAnswer()),
  };

  const running = new Map<Contender, Running>();
  let failed = false;
  for (const contender of chosen) {
    const gateway = await contender.start(site);
    const problem = await checkAnswer(gateway);
    if (problem) {
      failed = true;
      console.log(`${contender.title}: left out, ${problem}`);
      await gateway.child.stop();
      continue;
    }
    if (!recorded && contender.key !== 'by-hand') recorded = { of: contender.title, fetches: await record(subgraphs, gateway) };
    await measure(bench, gateway, 10, 0, options.warmUpSeconds);
    running.set(contender, gateway);
    console.log(`${contender.title}: answers as it should, warmed up`);
  }
  if (recorded) console.log(`The physical limit repeats the ${recorded.fetches.length} requests of: ${recorded.of}.`);

  for (const connections of options.connections) failed = (await compare(bench, running, connections, options)) || failed;
  return failed;
}

/** One table. True when any answer failed. */
async function compare(
  bench: Bench,
  running: ReadonlyMap<Contender, Running>,
  connections: number,
  options: BenchOptions,
): Promise<boolean> {
  const entries = [...running];
  const rounds = new Map<Contender, Measurement[]>(entries.map(([contender]) => [contender, []]));
  for (let round = 0; round < options.rounds; round++) {
    // Each round begins with another gateway, so that none is always measured after the same neighbour.
    for (let turn = 0; turn < entries.length; turn++) {
      const [contender, gateway] = entries[(turn + round) % entries.length]!;
      const measurement = await measure(bench, gateway, connections, options.settleSeconds, options.seconds);
      rounds.get(contender)!.push(measurement);
      console.log(
        `${connections} connections, round ${round + 1} of ${options.rounds}: ${figure(measurement.requestsPerSecond, 1).padStart(7)} req/s  ${contender.title}`,
      );
    }
  }
  const rows = entries.map(([contender]) => ({ contender, rounds: rounds.get(contender)! }));
  console.log(`\n${connections} connections, ${options.rounds} rounds of ${options.seconds} s\n\n${report(rows)}\n`);
  return rows.some((row) => row.rounds.some(({ failures }) => failures > 0));
}

/** What is wrong with a gateway's answer; null when it is the right one. It is asked twice: the second answer may come from caches. */
async function checkAnswer({ url }: Running): Promise<string | null> {
  const expected = JSON.parse(JSON.stringify(referenceAnswer())) as unknown;
  for (let time = 0; time < 2; time++) {
    const response = await fetch(url, { method: 'POST', headers: JSON_HEADERS, body: operationBody });
    const text = await response.text();
    if (response.status !== 200) return `status ${response.status}: ${text.slice(0, 300)}`;
    const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: readonly { message?: string }[] };
    if (errors?.length) return `errors: ${errors[0]?.message}`;
    if (!isDeepStrictEqual({ data }, expected)) return 'its answer differs from the reference';
  }
  return null;
}

/** What one operation asks of the subgraphs, with nothing else under way. */
async function record(subgraphs: SubgraphsWorker, { url }: Running): Promise<RecordedFetch[]> {
  await subgraphs.ask({ kind: 'record' });
  await fetch(url, { method: 'POST', headers: JSON_HEADERS, body: operationBody }).then((response) => response.text());
  return orderOf((await subgraphs.ask({ kind: 'recorded' })) as readonly RecordedRequest[]);
}
