import { join } from 'node:path';
import { assemble, plainSubgraph } from '@marquee/platform';
import { createContext } from './context';
import { openDatabase } from './db';
import { settings } from './env';
import { createHandlers } from './handlers';
import { createJobs } from './jobs';
import { ensureCategories } from './modules/category/category.store';
import { schema } from './schema';

export const events = plainSubgraph({
  name: 'events',
  directory: join(__dirname, '..'),
  settings,
  schema,
  async start(runtime) {
    const db = openDatabase(runtime.databaseUrl, runtime.logger);
    const own = { ...runtime, db };
    await ensureCategories(db);
    return assemble({
      name: 'events',
      runtime,
      db,
      schema: schema(),
      createContext: (caller, live) => createContext(own, caller, live),
      handlers: createHandlers(own),
      jobs: createJobs(own),
    });
  },
});
