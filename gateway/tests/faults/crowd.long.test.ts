import { join } from 'node:path';
import { PassportOffice, serveSubgraph, silentLogger } from '@marquee/platform';
import { eventually } from '@marquee/platform/testing';
import { ask, aSubgraph, compose, SECRET } from '../kit';
import { aShop } from '../shop';
import { RawSocket, until } from '../socket';
import { comeAndGo } from './crowd';
import { Spawned, SpawnedGateway } from './spawned';
import { stopsAfterEach } from './stops';

const CROWD = 1_000;
const ROUNDS = 4;
/** What one socket of a crowd may leave behind for good. A forgotten socket holds several times as much. */
const BYTES_EACH = 500;
const NOTHING = { sockets: 0, subscriptions: 0, upstreams: 0 };
const STREAM = 'subscription { bookSold { copies } }';

const opened = stopsAfterEach();

/** Runs rounds until what is made once is made, then some more, and answers by how many bytes the heap has grown for each socket. */
async function growthForEachSocket(process: Spawned<{ socketUrl: string }>, rounds: number, calm: () => Promise<void>): Promise<number> {
  const { socketUrl } = process.serving;
  const round = async () => {
    await comeAndGo(socketUrl, CROWD, STREAM);
    await calm();
  };
  await round();
  await round();
  const before = await process.memory();
  for (let count = 0; count < rounds; count++) await round();
  const after = await process.memory();
  return (after.heapUsed - before.heapUsed) / (rounds * CROWD);
}

test('a thousand sockets opened and dropped at once, round after round, leave nothing behind', async () => {
  const shop = aShop();
  const subgraph = aSubgraph(shop.plans.at(-1)!);
  const server = opened(
    await serveSubgraph(subgraph, { port: 0, host: '127.0.0.1', passports: new PassportOffice(SECRET), logger: silentLogger }),
  );
  const gateway = opened(await SpawnedGateway.before(compose(shop.plans, { shop: server.url }), { LOG_LEVEL: 'info' }));
  const stays = await new RawSocket(gateway.socketUrl).ready();
  stays.send({ id: 'stays', type: 'subscribe', payload: { query: 'subscription { bookSold { copies book { soldTotal } } }' } });
  await until(() => shop.sales.listenerCount === 1);

  const calm = async () => {
    await gateway.untilItCounts({ sockets: 1, subscriptions: 1, upstreams: 1 });
    await eventually(() => expect(shop.sales.listenerCount).toBe(1));
    // The gateway goes on: for whoever asks, and for whoever was there before.
    expect((await ask(gateway.url, '{ sold }')).data).toEqual({ sold: 3 });
    const seen = stays.received.length;
    shop.sales.publish({ bookId: 'b1', copies: seen });
    await until(() => stays.received.length === seen + 1);
  };
  const growth = await growthForEachSocket(gateway.process, ROUNDS, calm);
  expect(growth).toBeLessThan(BYTES_EACH);
  stays.close();
  await gateway.untilItCounts(NOTHING);
  await eventually(() => expect(shop.sales.listenerCount).toBe(0));
}, 120_000);

test('the same measure finds a server that keeps its sockets', async () => {
  const leaky = opened(await Spawned.start<{ socketUrl: string }>(join(__dirname, 'leaky-server.ts'), {}));
  expect(await growthForEachSocket(leaky, 1, async () => {})).toBeGreaterThan(2 * BYTES_EACH);
}, 60_000);
