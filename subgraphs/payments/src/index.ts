import { join } from 'node:path';
import { plainSubgraph } from '@marquee/platform';
import { settings } from './env';
import { schema } from './schema';
import { startPayments } from './start';

export const payments = plainSubgraph({
  name: 'payments',
  directory: join(__dirname, '..'),
  settings,
  schema,
  start: (runtime) => startPayments(runtime),
});
