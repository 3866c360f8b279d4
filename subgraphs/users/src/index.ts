import { join } from 'node:path';
import { defineSubgraph } from '@marquee/platform';
import { copies } from './copies';
import { openDatabase } from './db';
import { settings } from './env';
import { handlers } from './handlers';
import { jobs } from './jobs';
import { keep, publicHandlers, resources } from './kept';
import { createLoaders } from './loaders';
import { faultsOfProviders } from './modules/identity/identity-settings';
import { faultsOfMail } from './modules/mail/mail-settings';
import { faultsOfSms } from './modules/phone/phone-settings';
import { faultsOfPush } from './modules/push/push-settings';
import { faultsOfAdviser } from './modules/tracking/tracking-settings';
import { isActive } from './modules/user/user.store';
import { numbers } from './numbers';
import { permissions } from './permissions';
import { resolvers } from './resolvers';
import { createServices } from './services';

export const users = defineSubgraph({
  name: 'users',
  directory: join(__dirname, '..'),
  settings,
  faultsOf: (settings) => [
    ...faultsOfMail(settings),
    ...faultsOfSms(settings),
    ...faultsOfPush(settings),
    ...faultsOfProviders(settings),
    ...faultsOfAdviser(settings),
  ],
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
  resources,
  publicHandlers,
});
