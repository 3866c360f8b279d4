import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { endChildrenWithUs } from '../measure/child';
import { chooseCores, moveHere } from '../measure/cores';
import { installRivals } from '../measure/install';
import { Worker } from '../measure/worker';
import { contenders, RIVALS, type Contender } from './contenders';
import { measure, type Audience, type Measurement } from './measure';
import { HELP, readOptions } from './options';
import { complete, report } from './report';

const SOCKETS_A_PROCESS = 5_000;

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
  const openFiles = Number(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }));
  if (openFiles < options.sockets + 500)
    throw new Error(
      `A process may open ${openFiles} files here, too few for ${options.sockets} sockets: raise it with ulimit -n, or take fewer --sockets.`,
    );
  endChildrenWithUs();
  const chosen = contenders.filter(({ key }) => options.only.includes(key));
  if (chosen.some(({ rival }) => rival)) installRivals(RIVALS);

  const cores = chooseCores();
  moveHere(cores.rest);
  console.log(`Node ${process.version}; ${cores.description}.`);
  const audiences: Audience[] = [];
  for (let left = options.sockets; left > 0; left -= SOCKETS_A_PROCESS)
    audiences.push(Worker.start(path.join(__dirname, 'audience/audience.ts'), cores.rest));
  await Promise.all(audiences.map((audience) => audience.next()));

  const rounds = new Map<Contender, Measurement[]>(chosen.map((contender) => [contender, []]));
  let failed = false;
  for (let round = 0; round < options.rounds; round++) {
    // Each round begins with another server, so that none is always measured after the same neighbour.
    for (let turn = 0; turn < chosen.length; turn++) {
      const contender = chosen[(turn + round) % chosen.length]!;
      const server = await contender.start(cores, options.other);
      try {
        const measurement = await measure(audiences, contender, server, options);
        rounds.get(contender)!.push(measurement);
        const verdict = complete(measurement) ? 'every message to every socket' : `INCOMPLETE ${measurement.reasons.join('; ')}`;
        failed ||= !complete(measurement);
        console.log(`round ${round + 1} of ${options.rounds}: ${contender.title}, ${verdict}`);
      } catch (error) {
        failed = true;
        console.log(`round ${round + 1} of ${options.rounds}: ${contender.title} left out, ${(error as Error).message}`);
      } finally {
        await Promise.all(audiences.map((audience) => audience.ask({ kind: 'leave' })));
        await server.stop();
      }
    }
  }
  const rows = chosen.map((contender) => ({ contender, rounds: rounds.get(contender)! }));
  console.log(`\n${options.sockets} sockets, ${options.rate} messages a second for ${options.seconds} s, ${options.rounds} rounds\n`);
  console.log(report(rows.filter((row) => row.rounds.length)));
  return failed;
}
