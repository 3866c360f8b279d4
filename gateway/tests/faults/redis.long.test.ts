import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBus, PassportOffice, serveSubgraph, silentLogger, type Bus, type SubgraphServer } from '@marquee/platform';
import { describeWithOwnRedis, eventually, startRedis, type TestRedis } from '@marquee/platform/testing';
import { anIssuer, ask, aSubgraph, AUDIENCE, compose, ISSUER, SECRET } from '../kit';
import { aShop } from '../shop';
import { RawSocket, until } from '../socket';
import { SpawnedGateway } from './spawned';

const shop = aShop();
let issuer: Awaited<ReturnType<typeof anIssuer>>;
let keys: Server;
let servers: SubgraphServer[];
let redis: TestRedis;
let environment: Record<string, string>;
let supergraph: string;

beforeAll(async () => {
  issuer = await anIssuer();
  keys = createServer((_request, response) => void issuer.keys().then((set) => response.end(JSON.stringify(set))));
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
  const passports = new PassportOffice(SECRET);
  servers = await Promise.all(
    shop.plans.map((plan) => serveSubgraph(aSubgraph(plan), { port: 0, host: '127.0.0.1', passports, logger: silentLogger })),
  );
  supergraph = compose(shop.plans, Object.fromEntries(shop.plans.map(({ name }, index) => [name, servers[index]!.url])));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  keys.close();
  keys.closeAllConnections();
});

const begin = async (redisUrl: string) => {
  environment = {
    REDIS_URL: redisUrl,
    RATE_LIMITS: 'true',
    TOKEN_ISSUER: ISSUER,
    TOKEN_AUDIENCE: AUDIENCE,
    JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/`,
  };
  return SpawnedGateway.before(supergraph, environment);
};

/** People with sessions of their own, at a gateway. */
class House {
  private people = 0;

  constructor(readonly gateway: SpawnedGateway) {}

  async readiness() {
    const response = await fetch(new URL('/readyz', this.gateway.url));
    return { status: response.status, body: (await response.json()) as unknown };
  }

  async somebody() {
    const name = `person-${++this.people}`;
    const token = await issuer.token({ sub: name, sessionId: `session-of-${name}` });
    const { gateway } = this;
    return {
      sessionId: `session-of-${name}`,
      viewerId: async () => {
        const answer = await ask(gateway.url, '{ viewerId }', { token });
        return answer.data?.viewerId ?? answer.errors?.[0]?.extensions?.code;
      },
      name,
      socket: () => new RawSocket(gateway.socketUrl).ready({ token }),
    };
  }

  /** Requests are answered, and none of them has to wait for Redis to give up more than once. */
  async expectService(): Promise<void> {
    const person = await this.somebody();
    for (let round = 0; round < 10; round++) {
      const startedAt = Date.now();
      expect(await person.viewerId()).toBe(person.name);
      expect((await ask(this.gateway.url, '{ book(id: "b1") { title } }')).data).toEqual({ book: { title: 'The Dispossessed' } });
      expect(Date.now() - startedAt).toBeLessThan(2_500);
    }
  }

  /** Word of an ended session arrives: its socket is closed, its token refused, and nobody else's. */
  async expectWordOfEndedSessions(bus: Bus): Promise<void> {
    const [leaver, stayer] = [await this.somebody(), await this.somebody()];
    const [leaving, staying] = [await leaver.socket(), await stayer.socket()];
    await eventually(async () => {
      await bus.push('sessions.revoked', { sessionId: leaver.sessionId });
      expect(await leaver.viewerId()).toBe('UNAUTHENTICATED');
    });
    expect(await leaving.closed).toEqual({ code: 4403, reason: 'Session ended' });
    expect(await stayer.viewerId()).toBe(stayer.name);
    staying.send({ type: 'ping' });
    await until(() => staying.received.some(({ type }) => type === 'pong'));
    staying.close();
    await staying.closed;
  }
}

const READY = { status: 200, body: { status: 'ready', checks: { bus: true, supergraph: true } } };
const DEGRADED = { status: 200, body: { status: 'degraded', checks: { bus: false, supergraph: true } } };

describeWithOwnRedis('a gateway whose Redis', () => {
  let house: House;
  let bus: Bus;
  beforeAll(async () => {
    redis = await startRedis();
    bus = await createBus({ redisUrl: redis.url, logger: silentLogger });
    house = new House(await begin(redis.url));
  }, 60_000);
  afterAll(async () => {
    await house.gateway.stop();
    await bus.close();
    await redis.stop();
  });
  beforeEach(() => eventually(async () => expect(await house.readiness()).toEqual(READY), 30_000), 40_000);

  test.each([
    ['freezes', async () => redis.pause(), async () => redis.resume()],
    ['is killed', () => redis.kill(), () => redis.restart()],
  ])(
    '%s goes on serving, keeps its sockets, says that it is degraded, and hears of ended sessions again afterwards',
    async (_fault, hurt, heal) => {
      await house.expectWordOfEndedSessions(bus);
      const person = await house.somebody();
      const socket = await person.socket();
      socket.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { bookSold { copies } }' } });
      await until(() => shop.sales.listenerCount === 1);

      await hurt();
      await house.expectService();
      await eventually(async () => expect(await house.readiness()).toEqual(DEGRADED));
      shop.sales.publish({ bookId: 'b1', copies: 7 });
      await until(() => socket.received.some(({ type }) => type === 'next'));
      const arrived = await (await house.somebody()).socket();
      arrived.close();

      await heal();
      await eventually(async () => expect(await house.readiness()).toEqual(READY));
      await house.expectWordOfEndedSessions(bus);
      await house.expectService();
      shop.sales.publish({ bookId: 'b1', copies: 8 });
      await until(() => socket.received.filter(({ type }) => type === 'next').length === 2);
      socket.close();
      await until(() => shop.sales.listenerCount === 0);
    },
    60_000,
  );

  test('is away when the gateway starts: it serves, and hears of ended sessions as soon as Redis is there', async () => {
    await redis.kill();
    const other = new House(await begin(redis.url));
    expect(await other.readiness()).toEqual(DEGRADED);
    await other.expectService();
    await redis.restart();
    await eventually(async () => expect(await other.readiness()).toEqual(READY), 30_000);
    await other.expectWordOfEndedSessions(bus);
    await other.gateway.stop();
  }, 60_000);

  test('is frozen when the gateway is told to stop: it stops all the same', async () => {
    const other = new House(await begin(redis.url));
    redis.pause();
    await other.gateway.stop();
    redis.resume();
  }, 60_000);
});
