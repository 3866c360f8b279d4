import type { Caller, Runtime } from '@marquee/platform';
import type { Database } from './db';
import type { Settings } from './env';
import { createLoaders, type Loaders } from './loaders';
import { createServices, type Services } from './services';
import type { Till } from './till';

/** What lives as long as one request, or one event of a subscription. */
export interface Context {
  caller: Caller;
  loaders: Loaders;
  services: Services;
}

export type SubgraphRuntime = Runtime<Settings> & { db: Database; till: Till };

export function createContext(runtime: SubgraphRuntime, caller: Caller): Context {
  const loaders = createLoaders(runtime.db, runtime.clock);
  return { caller, loaders, services: createServices(runtime, loaders, caller) };
}
