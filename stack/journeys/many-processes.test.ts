import { createServer } from 'node:net';
import { silentLogger } from '@marquee/platform';
import { afterTests, freshDatabase, startRedis } from '@marquee/platform/testing';
import { readStackSettings } from '../src/env';
import { modules } from '../src/modules';
import { startServices } from '../src/services';
import { CURATOR_SIGN_IN } from './running-stack';
import { seedDemoWorld } from '../src/world';
import { tellStory } from './story.contract';

/** Two gateways and two replicas of social: gateway 1 talks to replica 1, gateway 2 to replica 2, and people sit at both. */
describe('the story over separate processes', () => {
  let endpoints: [string, string];

  beforeAll(async () => {
    const redis = await startRedis();
    const urls = Object.fromEntries(await Promise.all(modules.map(async ({ name }) => [name, (await freshDatabase(name)).url] as const)));
    const settings = readStackSettings({ DEMO: 'accounts', LOG_LEVEL: 'error' });
    const secrets = {
      PASSPORT_SECRET: 'story-passport-secret-of-32-characters',
      SESSION_SECRET: 'story-session-secret-of-32-characters!',
      TICKET_SECRET: 'story-ticket-secret-of-32-characters!!',
    };
    await seedDemoWorld({ urls, settings, secrets, logger: silentLogger, note: () => undefined });
    const gatewayPorts = [await freePort(), await freePort()] as const;
    const services = await startServices({
      databaseUrls: urls,
      redisUrl: redis.url,
      secrets,
      gatewayPorts,
      host: '127.0.0.1',
      logLevel: 'error',
      replicas: { social: 2 },
      environment: process.env,
      logger: silentLogger,
    });
    afterTests(async () => {
      await services.stop();
      await redis.stop();
    });
    endpoints = [`http://127.0.0.1:${gatewayPorts[0]}/graphql`, `http://127.0.0.1:${gatewayPorts[1]}/graphql`];
  }, 120_000);

  tellStory(() => ({ endpoints, signIns: { curator: CURATOR_SIGN_IN } }));
});

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
