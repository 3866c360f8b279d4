import { parseArgs } from 'node:util';
import { deadLetters, explainStart, factsHealth, republish, wantComparison, wantReplay } from '@marquee/platform';
import pg from 'pg';
import { reachDatabases } from './databases';
import { environment, readStackSettings } from './env';
import { modules } from './modules';
import { silentProgress } from './progress';

const HELP = `npm run facts -- <what> [options]

  status                                how many facts wait in each subgraph, since when, and how many could not be taken in
  dead [--subgraph name]                the facts that could not be taken in, oldest first
  replay --id id | --topic t | --all    has them taken in again, within seconds, by the subgraph that runs [--subgraph name]
  republish --since time [--topic t]    has what was published since then published again; who knows it already ignores it [--subgraph name]
  compare                               has the copies of what a subgraph tells compared with it, and mended, while the product runs [--subgraph name]
`;

const WHAT = ['status', 'dead', 'replay', 'republish', 'compare'];

/** The operator's way to the facts between subgraphs; the supergraph may run meanwhile. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      subgraph: { type: 'string' },
      id: { type: 'string' },
      topic: { type: 'string' },
      since: { type: 'string' },
      all: { type: 'boolean', default: false },
    },
  });
  const [what] = positionals;
  const names = modules.map(({ name }) => name).filter((name) => values.subgraph === undefined || name === values.subgraph);
  const since = new Date(values.since ?? '');
  if (!what || !WHAT.includes(what) || names.length === 0) return help();
  if (what === 'replay' && !values.id && !values.topic && !values.all) return help();
  if (what === 'republish' && Number.isNaN(since.getTime())) return help();
  const databases = await reachDatabases(readStackSettings(), environment, silentProgress);
  try {
    for (const name of names) {
      const pool = new pg.Pool({ connectionString: databases.urls[name]!, max: 1 });
      try {
        for (const line of await tell(pool, name)) process.stdout.write(`${name.padEnd(9)} ${line}\n`);
      } finally {
        await pool.end();
      }
    }
  } finally {
    await databases.stop();
  }
  return 0;

  async function tell(pool: pg.Pool, name: string): Promise<string[]> {
    switch (what) {
      case 'status': {
        const { waiting, bulkWaiting, oldestSeconds, deadLetters: dead } = await factsHealth(pool);
        return [`${waiting} waiting, ${bulkWaiting} of bulk work, the oldest for ${oldestSeconds.toFixed(1)} s; ${dead} dead letters`];
      }
      case 'dead':
        return (await deadLetters(pool)).map(
          ({ id, topic, key, error, failedAt, replayWanted }) =>
            `${id} ${failedAt.toISOString()} ${topic} ${key}${replayWanted ? ' (to be replayed)' : ''}: ${error}`,
        );
      case 'replay':
        return [
          `${await wantReplay(pool, values.all ? 'all' : values.id ? { ids: [values.id] } : { topic: values.topic! })} to be replayed`,
        ];
      case 'compare':
        await wantComparison(pool, name);
        return ['is asked to tell what it has; copies that differ are mended (/metrics and the log say how many)'];
      default:
        return [`${await republish(pool, { since, ...(values.topic ? { topic: values.topic } : {}) })} to be published again`];
    }
  }
}

function help(): number {
  process.stdout.write(HELP);
  return 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${explainStart(error)}\n`);
    process.exit(1);
  },
);
