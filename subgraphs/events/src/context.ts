import { unauthenticated, type Caller, type LiveStart, type Runtime, type Viewer } from '@marquee/platform';
import type { Database } from './db';
import type { Settings } from './env';
import { createLoaders, type Loaders } from './loaders';
import { createServices, type Services } from './services';

/** What lives as long as one request, or one event of a subscription. */
export interface Context {
  caller: Caller;
  loaders: Loaders;
  services: Services;
}

export type SubgraphRuntime = Runtime<Settings> & { db: Database };

/** What every service is given. */
export interface Tools extends SubgraphRuntime {
  loaders: Loaders;
  caller: Caller;
  /** How a stream is asked for, when it is by a gateway that shares streams. */
  live?: LiveStart;
  /** Who is signed in; throws UNAUTHENTICATED for a visitor. */
  viewer(): Viewer;
  /** The same caller with nothing remembered: to look again later, as streams do. */
  anew(): Context;
}

export function createContext(runtime: SubgraphRuntime, caller: Caller, live?: LiveStart): Context {
  const tools = createTools(runtime, caller, live);
  return { caller, loaders: tools.loaders, services: createServices(tools) };
}

export const createTools = (runtime: SubgraphRuntime, caller: Caller, live?: LiveStart): Tools => ({
  ...runtime,
  caller,
  live,
  loaders: createLoaders(runtime, caller),
  viewer() {
    if (!caller.viewer) throw unauthenticated();
    return caller.viewer;
  },
  anew: () => createContext(runtime, caller),
});
