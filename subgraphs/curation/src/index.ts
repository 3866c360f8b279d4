import { join } from 'node:path';
import { assemble, plainSubgraph } from '@marquee/platform';
import { createContext, type SubgraphRuntime } from './context';
import { openDatabase } from './db';
import { settings } from './env';
import { createHandlers } from './handlers';
import { createJobs } from './jobs';
import { SpamModels } from './modules/spam/spam.models';
import { StatusAnnouncer } from './modules/workflow/workflow.announcer';
import { schema } from './schema';

export const curation = plainSubgraph({
  name: 'curation',
  directory: join(__dirname, '..'),
  settings,
  schema,
  start(runtime) {
    const db = openDatabase(runtime.databaseUrl, runtime.logger);
    const spam = new SpamModels(db, runtime.settings, runtime.logger);
    const announcer = new StatusAnnouncer(runtime.bus, runtime.settings.CURATION_STATUS_GRACE_MS);
    const own: SubgraphRuntime = { ...runtime, db, spam, announcer };
    return assemble({
      name: 'curation',
      runtime,
      db,
      schema: schema(),
      createContext: (caller) => createContext(own, caller),
      handlers: createHandlers(own),
      jobs: createJobs(own),
    });
  },
});
