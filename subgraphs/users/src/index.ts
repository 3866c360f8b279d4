import { join } from 'node:path';
import { assemble, plainSubgraph, type Runtime } from '@marquee/platform';
import { createContext, type Long, type SubgraphRuntime } from './context';
import { openDatabase } from './db';
import { settings, type Settings } from './env';
import { createHandlers } from './handlers';
import { forgetOldSignIns } from './jobs/forget-old-sign-ins';
import { rotateSigningKeys } from './jobs/rotate-signing-keys';
import { LoginAttempts } from './modules/account/account.attempts';
import { Passwords } from './modules/account/account.passwords';
import { Turns } from './modules/account/account.turns';
import { AccessTokens } from './modules/session/session.access-token';
import { SigningKeys } from './modules/session/session.keys';
import { RefreshTokens } from './modules/session/session.rotation';
import { schema } from './schema';
import { deriveSecrets } from './secrets';

/** Where whoever verifies access tokens finds the public keys. */
export const JWKS_PATH = '/.well-known/jwks.json';

export const users = plainSubgraph({
  name: 'users',
  directory: join(__dirname, '..'),
  settings,
  schema,
  async start(runtime) {
    const own = furnish(runtime);
    await own.keys.rotate();
    return assemble({
      name: 'users',
      runtime,
      db: own.db,
      schema: schema(),
      createContext: (caller) => createContext(own, caller),
      handlers: createHandlers(own),
      jobs: [rotateSigningKeys(own.keys), forgetOldSignIns(own)],
      resources: { [JWKS_PATH]: () => own.keys.jwks() },
    });
  },
});

/** What this subgraph needs for as long as the process lives. */
export function furnish(runtime: Runtime<Settings>): SubgraphRuntime {
  const db = openDatabase(runtime.databaseUrl, runtime.logger);
  const parts = { ...runtime, db, secrets: deriveSecrets(runtime.settings.SESSION_SECRET) };
  const keys = new SigningKeys(parts);
  const long: Long = {
    db,
    keys,
    passwords: new Passwords(runtime.settings.PASSWORD_HASHES_AT_ONCE),
    attempts: new LoginAttempts(parts),
    turns: new Turns(),
    accessTokens: new AccessTokens({ ...parts, keys }),
    refreshTokens: new RefreshTokens(parts),
  };
  return { ...runtime, ...long };
}
