import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@marquee/platform';
import { afterTests, freshDatabase, startRedis, type TestRedis } from '@marquee/platform/testing';
import { readStackSettings } from '../src/env';
import { modules } from '../src/modules';
import { freePort } from '../src/port';
import { startServices, type Services } from '../src/services';
import { seedDemoWorld } from '../src/world';
import { CURATOR_SIGN_IN } from './running-stack';
import type { World } from './story';

/**
 * The whole supergraph as separate processes, on fresh databases and a Redis of its own; stopped after the test file. Two gateways and
 * two replicas of social: gateway 1 talks to replica 1, gateway 2 to replica 2.
 */
export async function runningServices(
  environment: Record<string, string> = {},
  /** Addresses of migrated databases, where a test needs a Postgres of its own. */
  databaseUrls?: Readonly<Record<string, string>>,
  /** Another Redis than one server, which is not the test's to kill by `redis`. */
  other?: Pick<TestRedis, 'url'>,
): Promise<{ world: World; services: Services; redis: TestRedis }> {
  const redis = await startRedis({ durable: true });
  const urls =
    databaseUrls ??
    Object.fromEntries(await Promise.all(modules.map(async ({ name }) => [name, (await freshDatabase(name)).url] as const)));
  const settings = readStackSettings({ DEMO: 'accounts', LOG_LEVEL: 'error' });
  const secrets = {
    PASSPORT_SECRET: 'story-passport-secret-of-32-characters',
    SESSION_SECRET: 'story-session-secret-of-32-characters!',
    TICKET_SECRET: 'story-ticket-secret-of-32-characters!!',
    FIELD_KEYS: `k1:${Buffer.alloc(32, 'field key of the story').toString('base64')}`,
    FIELD_INDEX_KEY: 'story-index-key-of-32-characters!!!!!!',
  };
  await seedDemoWorld({ urls, settings, secrets, logger: silentLogger, note: () => undefined });
  const filesFolder = mkdtempSync(join(tmpdir(), 'marquee-files-'));
  const gatewayPorts = [await freePort(), await freePort()] as const;
  const services = await startServices({
    databaseUrls: urls,
    redisUrl: (other ?? redis).url,
    secrets,
    filesFolder,
    mailFolder: join(filesFolder, 'mails'),
    gatewayPorts,
    host: '127.0.0.1',
    logLevel: 'error',
    replicas: { social: 2 },
    environment: { ...process.env, ...environment },
    logger: silentLogger,
  });
  afterTests(async () => {
    await services.stop();
    await redis.stop();
    rmSync(filesFolder, { recursive: true, force: true });
  });
  const endpoints = [`http://127.0.0.1:${gatewayPorts[0]}/graphql`, `http://127.0.0.1:${gatewayPorts[1]}/graphql`] as const;
  return { world: { endpoints, signIns: { curator: CURATOR_SIGN_IN } }, services, redis };
}
