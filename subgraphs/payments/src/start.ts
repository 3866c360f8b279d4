import { assemble, type Runtime, type Subgraph } from '@marquee/platform';
import { createContext, type SubgraphRuntime } from './context';
import { openDatabase } from './db';
import type { Settings } from './env';
import { createHandlers } from './handlers';
import { createJobs } from './jobs';
import { SandboxProcessor } from './ports/sandbox/sandbox.processor';
import { schema } from './schema';
import { createTill, type TillParts } from './till';

/** What a test may put in the place of ours: another processor, the locks whose absence its control shows, its own time for jobs. */
export type Replacements = (
  own: Pick<SubgraphRuntime, 'db' | 'clock'>,
) => Partial<Pick<TillParts, 'processor' | 'places' | 'lockOrder' | 'lockEvent'>> & { jobsEveryMs?: number };

/** Opens the database, sets the till up, and starts what runs beside requests. */
export function startPayments(runtime: Runtime<Settings>, replace: Replacements = () => ({})): Promise<Subgraph> {
  const db = openDatabase(runtime.databaseUrl, runtime.logger);
  const { clock } = runtime;
  const { jobsEveryMs, ...parts } = replace({ db, clock });
  const till = createTill({ runtime, db, processor: new SandboxProcessor(db.pool, clock), ...parts });
  const own = { ...runtime, db, till };
  return assemble({
    name: 'payments',
    runtime,
    db,
    schema: schema(),
    createContext: (caller) => createContext(own, caller),
    handlers: createHandlers(own),
    jobs: createJobs(own).map((job) => ({ ...job, everyMs: jobsEveryMs ?? job.everyMs })),
  });
}
