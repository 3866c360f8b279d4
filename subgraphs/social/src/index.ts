import { join } from 'node:path';
import { assemble, defineSubgraph } from '@marquee/platform';
import { createContext, createRuntime } from './context';
import { openDatabase } from './db';
import { settings } from './env';
import { createHandlers } from './handlers';
import { expirePresence } from './jobs/expire-presence';
import { expireRequests } from './jobs/expire-requests';
import { schema } from './schema';

export const social = defineSubgraph({
  name: 'social',
  directory: join(__dirname, '..'),
  settings,
  schema,
  start(runtime) {
    const db = openDatabase(runtime.databaseUrl, runtime.logger);
    const own = createRuntime(runtime, db);
    return assemble({
      name: 'social',
      runtime,
      db,
      schema: schema(),
      createContext: (caller, live) => createContext(own, caller, live),
      handlers: createHandlers(own),
      jobs: [expireRequests(own), expirePresence(own)],
    });
  },
});
