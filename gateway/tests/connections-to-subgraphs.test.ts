import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@marquee/platform';
import { createGateway } from '../src';
import { stopsAfterEach } from './faults/stops';
import { ask, compose } from './kit';
import { library } from './library';

const opened = stopsAfterEach();

/** A subgraph over HTTP that counts the connections it is given, and answers when a test lets it. */
class CountingSubgraph {
  connections = 0;
  readonly waiting: (() => void)[] = [];
  readonly headers: Record<string, unknown>[] = [];
  holds = false;
  private readonly server: Server = createServer((request, response) => {
    this.headers.push(request.headers);
    const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"books":[{"title":"Solaris"}]}}');
    request.resume().once('end', () => (this.holds ? void this.waiting.push(answer) : answer()));
  }).on('connection', () => void this.connections++);

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function aGatewayBefore(subgraph: CountingSubgraph) {
  return opened(
    await createGateway({
      supergraphSdl: compose(library, { catalogue: subgraph.url }),
      logger: silentLogger,
      port: 0,
      host: '127.0.0.1',
      settings: { rates: null, bulkhead: { calls: 4 } },
    }),
  );
}

const QUERY = '{ books { title } }';

test('one connection serves call after call', async () => {
  const subgraph = opened(await new CountingSubgraph().start());
  const { url } = await aGatewayBefore(subgraph);
  for (let count = 0; count < 10; count++) expect((await ask(url, QUERY)).data).toEqual({ books: [{ title: 'Solaris' }] });
  expect(subgraph.connections).toBe(1);
});

test('calls at once have connections of their own, as many as there may be calls, which are used again', async () => {
  const subgraph = opened(await new CountingSubgraph().start());
  const { url } = await aGatewayBefore(subgraph);
  subgraph.holds = true;
  const answers = Array.from({ length: 9 }, () => ask(url, QUERY));
  let answered = 0;
  for (const answer of answers) void answer.then(() => answered++);
  while (answered < 9) {
    subgraph.waiting.splice(0).forEach((answer) => answer());
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const { data } of await Promise.all(answers)) expect(data).toEqual({ books: [{ title: 'Solaris' }] });
  expect(subgraph.connections).toBeLessThanOrEqual(4);
});

test('nothing of what a client sent is passed on by itself', async () => {
  const subgraph = opened(await new CountingSubgraph().start());
  const { url } = await aGatewayBefore(subgraph);
  await ask(url, QUERY, { headers: { cookie: 'a=1', 'x-user-id': 'admin', 'x-forwarded-for': '10.0.0.1', 'accept-language': 'de' } });
  expect(Object.keys(subgraph.headers[0]!).sort()).toEqual(
    ['accept', 'connection', 'content-length', 'content-type', 'host', 'x-correlation-id'].sort(),
  );
});
