import { endChildrenWithUs } from '../measure/child';
import { chooseCores, moveHere } from '../measure/cores';
import { figure } from '../measure/table';
import { difference, statementsOf } from './check';
import { measure, type Measurement } from './measure';
import { HELP, readOptions, type BenchOptions } from './options';
import { report, type Row } from './report';
import { signIn, startSite, type Site } from './site';

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
  console.log(`Node ${process.version}; ${cores.description}. Making the world …`);
  const site = await startSite(cores);
  try {
    const different = await difference(site, await signIn(site));
    if (different) {
      console.log(`Nothing was measured: ${different}`);
      return true;
    }
    console.log('Both answer the same bytes and send the same statements.');
    const rows = [...(await compare(site, null, options)), ...(await compare(site, await signIn(site), options))];
    console.log(`\nEventPage, ${options.connections} connections, ${options.rounds} rounds of ${options.seconds} s\n\n${report(rows)}\n`);
    return rows.some(({ rounds }) => rounds.some(({ failures }) => failures > 0));
  } finally {
    for (const worker of [site.load, site.product.worker, site.byHand.worker, site.keeper]) await worker.stop();
  }
}

/** Both servers in turn, for one viewer. */
async function compare(site: Site, token: string | null, options: BenchOptions): Promise<Row[]> {
  const who = token ? 'signed in' : 'a visitor';
  const servers = [site.product, site.byHand];
  const statements = (await statementsOf(site.product, site.kept.world.full[0]!, token)).length;
  for (const server of servers) await measure(site, server, token, { ...options, seconds: options.warmUpSeconds });
  const rounds = new Map(servers.map((server): [typeof server, Measurement[]] => [server, []]));
  for (let round = 0; round < options.rounds; round++) {
    // Each round begins with the other, so that neither is always measured after the same neighbour.
    for (const server of round % 2 ? [...servers].reverse() : servers) {
      const measurement = await measure(site, server, token, options);
      rounds.get(server)!.push(measurement);
      console.log(
        `${who}, round ${round + 1} of ${options.rounds}: ${figure(measurement.requestsPerSecond, 1).padStart(7)} req/s  ${server.title}`,
      );
    }
  }
  const byHand = rounds.get(site.byHand)!;
  return servers.map((server) => ({ title: `${server.title}, ${who}, ${statements} statements`, rounds: rounds.get(server)!, byHand }));
}
