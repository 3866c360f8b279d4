import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassportOffice, silentLogger } from '@marquee/platform';
import { compose, SECRET, type SubgraphPlan } from '../kit';
import { RawSocket, until } from '../socket';
import { createGateway, type Gateway } from '../../src';

const plans: SubgraphPlan[] = [
  { name: 'first', sdl: 'type Query { look: Int } type Mutation { change: Int }' },
  { name: 'second', sdl: 'type Query { glance: Int } type Mutation { again: Int }' },
];

/** A subgraph that answers when the test says so, and notices who goes away before. */
class PatientSubgraph {
  /** The operations that came, in order. */
  readonly came: ('look' | 'change' | 'again')[] = [];
  readonly abandoned: string[] = [];
  private readonly open: { name: string; response: ServerResponse }[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response: ServerResponse) => {
      let body = '';
      request.on('data', (bytes) => (body += String(bytes)));
      request.on('end', () => {
        const name = (['look', 'change', 'again'] as const).find((one) => body.includes(one))!;
        this.came.push(name);
        this.open.push({ name, response });
        response.once('close', () => {
          if (!response.writableFinished) this.abandoned.push(name);
        });
      });
    });
  }

  static async start(): Promise<PatientSubgraph> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PatientSubgraph(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  answerAll(): void {
    for (const { name, response } of this.open.splice(0)) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: { [name]: 1 } }));
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let subgraph: PatientSubgraph;
let second: PatientSubgraph;
let gateway: Gateway;
beforeEach(async () => {
  [subgraph, second] = await Promise.all([PatientSubgraph.start(), PatientSubgraph.start()]);
  gateway = await createGateway({
    supergraphSdl: compose(plans, { first: subgraph.url, second: second.url }),
    passports: new PassportOffice(SECRET),
    logger: silentLogger,
    port: 0,
    host: '127.0.0.1',
    settings: { rates: null, bulkhead: { calls: 1 } },
  });
});
afterEach(async () => {
  for (const one of [subgraph, second]) one.answerAll();
  await gateway.stop();
  for (const one of [subgraph, second]) await one.stop();
});

/** Asks over HTTP; what it answers makes the client leave. */
function askAndLeave(query: string): () => Promise<void> {
  const leaving = new AbortController();
  const asked = fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: leaving.signal,
  }).then(
    () => {
      throw new Error('It was answered.');
    },
    () => undefined,
  );
  return () => {
    leaving.abort();
    return asked;
  };
}

async function onSocket(query: string): Promise<RawSocket> {
  const socket = await new RawSocket(gateway.socketUrl).ready();
  socket.send({ id: '1', type: 'subscribe', payload: { query } });
  return socket;
}

const ways: [string, (query: string) => Promise<() => unknown>][] = [
  ['closes its connection', async (query) => askAndLeave(query)],
  [
    'completes the operation on its socket',
    async (query) => {
      const socket = await onSocket(query);
      return () => socket.send({ id: '1', type: 'complete' });
    },
  ],
  [
    'loses its socket',
    async (query) => {
      const socket = await onSocket(query);
      return () => socket.ws.terminate();
    },
  ],
];

describe.each(ways)('a client that %s', (_title, ask) => {
  test('takes its query back from the subgraph', async () => {
    const leave = await ask('{ look }');
    await until(() => subgraph.came.length === 1);
    await leave();
    await until(() => subgraph.abandoned.length === 1);
    expect(subgraph.abandoned).toEqual(['look']);
  });

  test('takes its query out of the line before a busy subgraph', async () => {
    const [leaveFirst, leaveLine] = [await ask('{ look }'), await ask('query Waiting { look }')];
    await until(() => subgraph.came.length === 1);
    await leaveLine();
    await leaveFirst();
    await until(() => subgraph.abandoned.length === 1);
    // The place is free again, and nobody before this one was waiting for it.
    const third = await ask('mutation { change }');
    await until(() => subgraph.came.length === 2);
    expect(subgraph.came).toEqual(['look', 'change']);
    await third();
  });

  test('leaves its mutation running to the end, with all that comes after in it', async () => {
    const leave = await ask('mutation { change again }');
    await until(() => subgraph.came.length === 1);
    await leave();
    // That the client has left is known before the subgraph answers: another request has come and gone since.
    await fetch(new URL('/livez', gateway.url));
    subgraph.answerAll();
    await until(() => second.came.length === 1);
    second.answerAll();
    expect([subgraph.came, subgraph.abandoned]).toEqual([['change'], []]);
    expect([second.came, second.abandoned]).toEqual([['again'], []]);
  });
});
