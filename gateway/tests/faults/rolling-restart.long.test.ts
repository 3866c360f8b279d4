import { PassportOffice, serveSubgraph, silentLogger } from '@marquee/platform';
import { eventually } from '@marquee/platform/testing';
import { createClient } from 'graphql-ws';
import { Agent, request } from 'undici';
import WebSocket from 'ws';
import { aSubgraph, compose, SECRET } from '../kit';
import { aShop } from '../shop';
import { Balancer } from './balancer';
import { SpawnedGateway } from './spawned';
import { stopsAfterEach } from './stops';

const opened = stopsAfterEach();
const shop = aShop();
const WORKERS = 8;

/** Asks without a pause on kept connections, as many at a time, until told to end; answers what became of each request. */
function steadyLoad(url: string) {
  const agent = new Agent({ connections: WORKERS, pipelining: 1 });
  const outcomes = { served: 0, failed: [] as string[] };
  let over = false;
  const work = async () => {
    while (!over) {
      try {
        const { statusCode, body } = await request(url, {
          dispatcher: agent,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"query":"{ book(id: \\"b1\\") { title author { name } averageStars } }"}',
        });
        const text = await body.text();
        if (statusCode === 200 && text.includes('Ursula')) outcomes.served++;
        else outcomes.failed.push(`${statusCode}: ${text}`);
      } catch (error) {
        outcomes.failed.push(String(error));
      }
    }
  };
  const workers = Promise.all(Array.from({ length: WORKERS }, work));
  return {
    outcomes,
    async end() {
      over = true;
      await workers;
      await agent.close();
    },
  };
}

/** The client of web apps with the retries of web apps: whoever is told to come back comes back by itself. */
function aFaithfulSubscriber(url: string) {
  const sold: number[] = [];
  const closes: number[] = [];
  let opens = 0;
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 20,
    retryWait: async () => {},
    shouldRetry: () => true,
    on: { closed: (event) => closes.push((event as { code: number }).code), connected: () => opens++ },
  });
  let failed: unknown;
  const stop = client.subscribe<{ bookSold: { copies: number } }>(
    { query: 'subscription { bookSold { copies } }' },
    { next: ({ data }) => void sold.push(data!.bookSold.copies), error: (error) => (failed = error), complete: () => {} },
  );
  return { sold, closes, stop, client, opens: () => opens, failed: () => failed };
}

test('gateways restarted one after the other under load fail no request, and subscribers come back by themselves', async () => {
  const passports = new PassportOffice(SECRET);
  const servers = await Promise.all(
    shop.plans.map(async (plan) =>
      opened(await serveSubgraph(aSubgraph(plan), { port: 0, host: '127.0.0.1', passports, logger: silentLogger })),
    ),
  );
  const supergraph = compose(shop.plans, Object.fromEntries(shop.plans.map(({ name }, index) => [name, servers[index]!.url])));
  const start = () => SpawnedGateway.before(supergraph, { DRAIN_NOTICE_MS: '500', CONNECTIONS_PER_IP: '0' });
  const [first, second, third] = await Promise.all([start(), start(), start()]);
  const balancer = opened(await Balancer.before(first.url, second.url));
  const subscribers = Array.from({ length: 6 }, () => aFaithfulSubscriber(balancer.url));
  await eventually(() => expect(subscribers.every(({ opens }) => opens() === 1)).toBe(true));
  await eventually(() => expect(shop.sales.listenerCount).toBe(2));
  const load = steadyLoad(balancer.url);
  await eventually(() => expect(load.outcomes.served).toBeGreaterThan(50));

  await first.stop();
  balancer.remove(first.url);
  await balancer.add(third.url);
  await eventually(() => expect(balancer.readyCount).toBe(2));
  await second.stop();
  balancer.remove(second.url);

  const { served } = load.outcomes;
  await eventually(() => expect(load.outcomes.served).toBeGreaterThan(served + 50));
  await load.end();
  expect(load.outcomes.failed).toEqual([]);

  for (const subscriber of subscribers) {
    await eventually(() => expect(subscriber.opens()).toBeGreaterThan(1));
    expect(subscriber.closes.every((code) => code === 1012)).toBe(true);
  }
  await eventually(() => {
    shop.sales.publish({ bookId: 'b1', copies: 42 });
    expect(subscribers.every(({ sold }) => sold.includes(42))).toBe(true);
  });
  expect(subscribers.map(({ failed }) => failed())).toEqual(subscribers.map(() => undefined));
  for (const { stop, client } of subscribers) {
    stop();
    await client.dispose();
  }
  await third.stop();
}, 90_000);
