import type { Caller, Runtime } from '@marquee/platform';
import type { Database } from './db';
import type { Settings } from './env';
import { createLoaders, type Loaders } from './loaders';
import type { LoginAttempts } from './modules/account/account.attempts';
import type { Passwords } from './modules/account/account.passwords';
import type { Turns } from './modules/account/account.turns';
import type { AccessTokens } from './modules/session/session.access-token';
import type { SigningKeys } from './modules/session/session.keys';
import type { RefreshTokens } from './modules/session/session.rotation';
import { createServices, type Services } from './services';

/** What lives as long as one request, or one event of a subscription. */
export interface Context {
  caller: Caller;
  loaders: Loaders;
  services: Services;
}

/** What lives as long as the process, beside what every subgraph is given. */
export interface Long {
  db: Database;
  passwords: Passwords;
  attempts: LoginAttempts;
  turns: Turns;
  keys: SigningKeys;
  accessTokens: AccessTokens;
  refreshTokens: RefreshTokens;
}

export type SubgraphRuntime = Runtime<Settings> & Long;

export function createContext(runtime: SubgraphRuntime, caller: Caller): Context {
  const loaders = createLoaders(runtime.db, caller.viewer);
  return { caller, loaders, services: createServices(runtime, loaders, caller) };
}
