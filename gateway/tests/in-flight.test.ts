import { PassportOffice, silentLogger } from '@marquee/platform';
import { createGateway, type Gateway } from '../src';
import { anIssuer, AUDIENCE, compose, ISSUER, SECRET } from './kit';
import { PatientSubgraph } from './patient-subgraph';
import { RawSocket, until } from './socket';

const plans = [{ name: 'views', sdl: 'type Query { look(at: Int): Int glance: Int } type Mutation { change: Int }' }];

let subgraph: PatientSubgraph;
let gateway: Gateway | null = null;
let issuer: Awaited<ReturnType<typeof anIssuer>>;
const sockets: RawSocket[] = [];
beforeAll(async () => {
  issuer = await anIssuer();
});
beforeEach(async () => {
  subgraph = await PatientSubgraph.start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  subgraph.answerAll();
  await gateway?.stop();
  await subgraph.stop();
});

async function aGateway(settings: { sharesInFlight?: boolean }): Promise<void> {
  gateway = await createGateway({
    supergraphSdl: compose(plans, { views: subgraph.url }),
    passports: new PassportOffice(SECRET),
    tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
    logger: silentLogger,
    port: 0,
    host: '127.0.0.1',
    settings: { rates: null, ...settings },
  });
}

async function aSocket(claims?: Parameters<typeof issuer.token>[0]): Promise<RawSocket> {
  const payload = claims && { authorization: `Bearer ${await issuer.token(claims)}` };
  const socket = await new RawSocket(gateway!.socketUrl).ready(payload);
  sockets.push(socket);
  return socket;
}

const LOOK = 'query ($at: Int) { look(at: $at) }';
let ids = 0;

/** Answers the operation's id. */
function ask(socket: RawSocket, query = LOOK, variables: object = {}): string {
  const id = String(++ids);
  socket.send({ id, type: 'subscribe', payload: { query, variables } });
  return id;
}

/** What is asked on a socket is begun in its order: when this has come to the subgraph, so has all before, if it was to. */
async function hasBegun(socket: RawSocket): Promise<void> {
  const before = subgraph.came.filter((name) => name === 'glance').length;
  ask(socket, '{ glance }', { nobody: `asks this twice ${++ids}` });
  await until(() => subgraph.came.filter((name) => name === 'glance').length > before);
}

const looks = () => subgraph.came.filter((name) => name === 'look').length;
const answers = (socket: RawSocket, id: string) => socket.received.filter((message) => message.id === id && message.type === 'next');

test.each([
  [{ sharesInFlight: true }, 1],
  [{}, 2],
])('with %p, the same query asked twice at once comes to its subgraph so often: %d', async (settings, times) => {
  await aGateway(settings);
  const socket = await aSocket();
  const asked = [ask(socket), ask(socket)];
  await hasBegun(socket);
  expect(looks()).toBe(times);
  subgraph.answerAll();
  await until(() => asked.every((id) => answers(socket, id).length === 1));
  for (const id of asked) expect(answers(socket, id)).toEqual([{ id, type: 'next', payload: { data: { look: 1 } } }]);
});

test('what has been answered is asked anew', async () => {
  await aGateway({ sharesInFlight: true });
  const socket = await aSocket();
  const first = ask(socket);
  await until(() => looks() === 1);
  subgraph.answerAll();
  await until(() => answers(socket, first).length === 1);
  ask(socket);
  await until(() => looks() === 2);
});

test('other variables, another person, another session, another role and a visitor each have an answer of their own', async () => {
  await aGateway({ sharesInFlight: true });
  const askers = await Promise.all([
    aSocket(),
    aSocket({ sub: 'ada', sessionId: 'one' }),
    aSocket({ sub: 'bea', sessionId: 'two' }),
    aSocket({ sub: 'ada', sessionId: 'three' }),
    aSocket({ sub: 'ada', sessionId: 'one', role: 'curator' }),
    aSocket({ sub: 'ada', sessionId: 'one', permissions: ['review:event'] }),
  ]);
  for (const socket of askers) ask(socket);
  ask(askers[0]!, LOOK, { at: 1 });
  for (const socket of askers) await hasBegun(socket);
  expect(looks()).toBe(7);
  ask(await aSocket({ sub: 'ada', sessionId: 'one' }));
  await hasBegun(sockets.at(-1)!);
  expect(looks()).toBe(7);
});

test('a mutation is never shared', async () => {
  await aGateway({ sharesInFlight: true });
  const socket = await aSocket();
  ask(socket, 'mutation { change }');
  ask(socket, 'mutation { change }');
  await until(() => subgraph.came.filter((name) => name === 'change').length === 2);
});

test('whoever leaves takes nothing from the others; the last takes the query back', async () => {
  await aGateway({ sharesInFlight: true });
  const [one, other] = [await aSocket(), await aSocket()];
  const [left, stays] = [ask(one), ask(other)];
  await Promise.all([hasBegun(one), hasBegun(other)]);
  one.send({ id: left, type: 'complete' });
  await hasBegun(one);
  subgraph.answerAll();
  await until(() => answers(other, stays).length === 1);
  expect(answers(one, left)).toEqual([]);
  expect(subgraph.abandoned).toEqual([]);

  const both = [
    { socket: one, id: ask(one) },
    { socket: other, id: ask(other) },
  ];
  await Promise.all([hasBegun(one), hasBegun(other)]);
  for (const { socket, id } of both) socket.send({ id, type: 'complete' });
  await until(() => subgraph.abandoned.includes('look'));
  // Nobody joins what was given up.
  const before = looks();
  ask(one);
  await until(() => looks() === before + 1);
});

test('a subgraph that fails fails all who asked, each with an error of its own', async () => {
  await aGateway({ sharesInFlight: true });
  const socket = await aSocket();
  const asked = [ask(socket), ask(socket)];
  await hasBegun(socket);
  await subgraph.stop();
  await until(() => asked.every((id) => answers(socket, id).length === 1));
  for (const id of asked)
    expect(answers(socket, id)).toMatchObject([
      { payload: { data: { look: null }, errors: [{ path: ['look'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] } },
    ]);
});
