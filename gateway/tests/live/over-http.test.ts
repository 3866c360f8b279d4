import { createMemoryBus, PassportOffice, serveSubgraph, silentLogger } from '@marquee/platform';
import { MetricsPage } from '@marquee/platform/testing';
import { RawStream } from '../multipart-client';
import { stopsAfterEach } from '../faults/stops';
import { SECRET } from '../kit';
import { RawSocket, until } from '../socket';
import { aChatWorld, range, SAID, sequencesOf, type ChatWorld } from './world';

describe('a stream over HTTP among sockets on the same shared stream', () => {
  const bus = createMemoryBus({ logger: silentLogger });
  let chat: ChatWorld;
  let streams: RawStream[];
  beforeEach(async () => {
    chat = await aChatWorld({ over: 'http', bus });
    streams = [];
  });
  afterEach(async () => {
    for (const stream of streams) stream.leave();
    await chat.stop();
  });
  afterAll(() => bus.close());

  async function stream(viewerId: string, { expiresIn = 900, since }: { expiresIn?: number; since?: number } = {}) {
    const before = chat.live().admitted;
    const token = await chat.issuer.token({ sub: viewerId, sessionId: `of ${viewerId}` }, { expiresIn });
    const opened = new RawStream(chat.world.gateway.url, SAID, { token, variables: { room: 'r', since } });
    streams.push(opened);
    await opened.open();
    await until(() => chat.live().admitted === before + 1);
    return opened;
  }
  const heard = ({ events }: RawStream) => sequencesOf(events);

  /** Anna over HTTP, in whose name the shared stream is open; Bert over HTTP and Carl on a socket. */
  async function aRoom(expiresIn?: number) {
    const anna = await stream('anna', { expiresIn });
    const [bert, carl] = [await stream('bert'), await chat.listen('carl')];
    expect(chat.live().streams).toBe(1);
    return { anna, bert, carl };
  }
  async function theOthersGoOn({ bert, carl }: Awaited<ReturnType<typeof aRoom>>) {
    const before = carl.events.length;
    chat.chat.say(3);
    await until(() => bert.events.length === before + 3 && carl.events.length === before + 3);
    expect(heard(bert)).toEqual(range(1, before + 3));
    expect(carl.sequences()).toEqual(range(1, before + 3));
    expect(chat.live()).toEqual({ streams: 1, rights: 2, admitted: 2 });
  }

  test.each([
    ['loses the right to the room', () => chat.chat.sendAway('anna'), []],
    [
      'signs out',
      () => bus.push('sessions.revoked', { sessionId: 'of anna' }),
      [{ payload: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }],
    ],
    [
      'is banned',
      () => bus.push('sessions.revoked', { viewerId: 'anna' }),
      [{ payload: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }],
    ],
  ] as const)('ends within a second when its reader %s, and nobody else misses anything', async (_what, lose, last) => {
    const room = await aRoom();
    chat.chat.say();
    await until(() => [room.anna, room.bert, room.carl].every(({ events }) => events.length === 1));
    const startedAt = Date.now();
    await lose();
    await until(() => room.anna.ended);
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    await theOthersGoOn(room);
    expect(heard(room.anna)).toEqual([1]);
    expect(room.anna.parts.slice(1)).toMatchObject(last);
  });

  test('ends when the token of its reader expires, and nobody else misses anything', async () => {
    const room = await aRoom(2);
    await until(() => room.anna.ended);
    expect(room.anna.parts).toMatchObject([{ payload: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    await theOthersGoOn(room);
  });

  test('goes on where it broke off when the owner restarts, and so do the sockets', async () => {
    const { anna, bert, carl } = await aRoom();
    const port = Number(new URL(chat.world.servers.chat!.url).port);
    await chat.world.servers.chat!.stop();
    await until(() => chat.live().admitted === 0);
    chat.chat.say(5);
    const owner = chat.world.subgraphs.chat!;
    const again = await serveSubgraph(owner, { port, host: '127.0.0.1', passports: new PassportOffice(SECRET), logger: silentLogger });
    await until(() => [anna, bert, carl].every(({ events }) => events.length === 5));
    for (const sequences of [heard(anna), heard(bert), carl.sequences()]) expect(sequences).toEqual(range(1, 5));
    expect([anna.closed, bert.closed, carl.state.ended]).toEqual([false, false, false]);
    await again.stop();
  });

  test('resumes after its cursor', async () => {
    chat.chat.say(4);
    const anna = await stream('anna', { since: 1 });
    chat.chat.say();
    await until(() => anna.events.length === 4);
    expect(heard(anna)).toEqual([2, 3, 4, 5]);
  });
});

/** Somebody who listens and then takes nothing more. */
const aReader = {
  async http({ issuer, world: { gateway } }: ChatWorld) {
    const token = await issuer.token({ sub: 'slow' });
    const stream = await new RawStream(gateway.url, SAID, { token, variables: { room: 'r' } }).open();
    (await stream.response).pause();
    return { gone: () => gateway.statistics.streams === 0, stop: async () => stream.leave() };
  },
  async socket({ issuer, world: { gateway } }: ChatWorld) {
    const socket = await new RawSocket(gateway.socketUrl).ready({ token: await issuer.token({ sub: 'slow' }) });
    socket.send({ id: '1', type: 'subscribe', payload: { query: SAID, variables: { room: 'r' } } });
    await until(() => gateway.statistics.live.admitted === 1);
    socket.ws.pause();
    // Those of the three others.
    return { gone: () => gateway.statistics.sockets === 3, stop: async () => socket.ws.terminate() };
  },
};

const opened = stopsAfterEach();

describe.each(['socket', 'http'] as const)('a reader who does not read, over %s', (way) => {
  test('is cut off at the limit of what may wait; those on the same shared stream get every event', async () => {
    const long = 'x'.repeat(200_000);
    const chat = opened(await aChatWorld({ settings: { metricsPort: 0, sockets: { maxBufferedBytes: 1_000_000 } } }));
    const slow = opened(await aReader[way](chat));
    await until(() => chat.live().admitted === 1);
    const others = await chat.listenAll(['anna', 'bert', 'carl']);
    expect(chat.live()).toMatchObject({ streams: 1, admitted: 4 });
    // The kernels of both sides take some megabytes before anything waits in the gateway.
    for (let said = 1; !slow.gone() && said < 200; said++) {
      chat.chat.say(1, { author: long });
      await until(() => others.every(({ events }) => events.length === said));
    }
    await until(slow.gone);
    chat.chat.say();
    const last = chat.chat.length();
    await until(() => others.every(({ events }) => events.length === last));
    for (const other of others) expect(other.sequences()).toEqual(range(1, last));
    expect(chat.live()).toMatchObject({ streams: 1, admitted: 3 });
    const metrics = await MetricsPage.read(chat.world.gateway.metricsUrl);
    expect(metrics.of('gateway_slow_readers_total')).toBe(1);
    expect(metrics.of('gateway_socket_closes_total{code="1013"}')).toBe(way === 'socket' ? 1 : undefined);
  });
});
