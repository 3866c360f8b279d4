import { join } from 'node:path';
import { defineSubgraph } from '@marquee/platform';
import { copies } from './copies';
import { openDatabase } from './db';
import { settings } from './env';
import { handlers } from './handlers';
import { jobs } from './jobs';
import { keep } from './kept';
import { createLoaders } from './loaders';
import { isActive } from './modules/person/person.store';
import { numbers } from './numbers';
import { permissions } from './permissions';
import { resolvers } from './resolvers';
import { createServices } from './services';
import { works } from './works';

export const curation = defineSubgraph({
  name: 'curation',
  directory: join(__dirname, '..'),
  settings,
  openDatabase,
  keep,
  createLoaders,
  createServices,
  isActive,
  resolvers,
  permissions,
  handlers,
  copies,
  numbers,
  jobs,
  works,
});
