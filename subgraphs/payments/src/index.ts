import { join } from 'node:path';
import { assemble, defineSubgraph } from '@marquee/platform';
import { createContext } from './context';
import { openDatabase } from './db';
import { settings } from './env';
import { createHandlers } from './handlers';
import { createJobs } from './jobs';
import { SandboxProcessor } from './ports/sandbox/sandbox.processor';
import { schema } from './schema';
import { createTill } from './till';

export const payments = defineSubgraph({
  name: 'payments',
  directory: join(__dirname, '..'),
  settings,
  schema,
  start(runtime) {
    const db = openDatabase(runtime.databaseUrl, runtime.logger);
    const till = createTill({ runtime, db, processor: new SandboxProcessor(db.pool, runtime.clock) });
    const own = { ...runtime, db, till };
    return assemble({
      name: 'payments',
      runtime,
      db,
      schema: schema(),
      createContext: (caller) => createContext(own, caller),
      handlers: createHandlers(own),
      jobs: createJobs(own),
    });
  },
});
