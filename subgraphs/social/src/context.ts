import type { Caller, LiveStart, Runtime } from '@marquee/platform';
import type { Database } from './db';
import type { Settings } from './env';
import { createLoaders, type Loaders } from './loaders';
import { PresenceLeases } from './modules/presence/presence.leases';
import { TypingBus } from './modules/typing/typing.bus';
import { createServices, type Services } from './services';

/** What lives as long as one request, or one event of a subscription. */
export interface Context {
  caller: Caller;
  loaders: Loaders;
  services: Services;
}

export interface SubgraphRuntime extends Runtime<Settings> {
  db: Database;
  typingBus: TypingBus;
  presenceLeases: PresenceLeases;
}

/** What lives as long as the subgraph. */
export function createRuntime(runtime: Runtime<Settings>, db: Database): SubgraphRuntime {
  const { bus, clock, settings } = runtime;
  return {
    ...runtime,
    db,
    typingBus: new TypingBus(bus, settings.TYPING_LASTS_MS),
    presenceLeases: new PresenceLeases(db, bus, clock, settings.PRESENCE_LEASE_MS),
  };
}

export function createContext(runtime: SubgraphRuntime, caller: Caller, live?: LiveStart): Context {
  const loaders = createLoaders(runtime.db, caller.viewer?.id ?? null, runtime.clock);
  return { caller, loaders, services: createServices({ ...runtime, loaders, caller, live }) };
}
