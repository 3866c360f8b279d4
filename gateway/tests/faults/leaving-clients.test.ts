import { PassportOffice, silentLogger } from '@marquee/platform';
import { compose, SECRET, type SubgraphPlan } from '../kit';
import { PatientSubgraph } from '../patient-subgraph';
import { RawSocket, until } from '../socket';
import { createGateway, type Gateway } from '../../src';

const plans: SubgraphPlan[] = [
  { name: 'first', sdl: 'type Query { look: Int } type Mutation { change: Int }' },
  { name: 'second', sdl: 'type Query { glance: Int } type Mutation { again: Int }' },
];

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
