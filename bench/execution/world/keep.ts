import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MovableClock, startEmbeddedPostgres } from '../../../platform/src';
import { readStackSettings } from '../../../stack/src/env';
import { startInOneProcess } from '../../../stack/src/one-process';
import { silentProgress } from '../../../stack/src/progress';
import { answerQuestions, tell } from '../../measure/worker';
import { buildWorld, type World } from './build';

/** What both servers are started with. */
export interface Kept {
  readonly world: World;
  /** For the one-process stack, and the way to the same databases for the other. */
  readonly environment: Readonly<Record<string, string>>;
  /** The keys of access tokens, as the product publishes them. */
  readonly keys: object;
}

/** A process that keeps one Postgres server with the five databases in it, for both servers that are compared. */
async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'marquee-bench-world-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), ephemeral: true });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.stop().finally(() => process.exit(0)));

  const secret = () => randomBytes(32).toString('base64url');
  const environment: Record<string, string> = {
    NODE_ENV: 'production',
    DATABASE_URL: server.url('postgres'),
    DATA_DIR: folder,
    DEMO: 'accounts',
    PORT: '0',
    LOG_LEVEL: 'warn',
    PASSPORT_SECRET: secret(),
    SESSION_SECRET: secret(),
    TICKET_SECRET: secret(),
    FIELD_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    FIELD_INDEX_KEY: secret(),
  };
  // The demo's curator may not sign in to a production.
  const building = { ...environment, NODE_ENV: 'development', LOG_LEVEL: 'error' };
  const clock = new MovableClock();
  const stack = await startInOneProcess(readStackSettings(building), building, silentProgress, { clock, gateway: { rates: null } });
  const world = await buildWorld(stack, clock);
  const keys = (await stack.subgraphs.find(({ name }) => name === 'users')!.resources!['/.well-known/jwks.json']!()) as object;
  await stack.stop();
  tell({ world, environment, keys } satisfies Kept);
}

answerQuestions(() => Promise.resolve({}));
void main();
