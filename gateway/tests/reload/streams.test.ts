import { stopsAfterEach } from '../faults/stops';
import { aWorld, compose, type SubgraphPlan } from '../kit';
import { aChat } from '../live/chat';
import { aChatWorld, range } from '../live/world';
import { RawStream } from '../multipart-client';
import { aClient, until } from '../socket';
import { Topic } from '../topic';
import { eventually, measure } from '../watched-world';
import { composeWith, offering } from './offering';

const stopped = stopsAfterEach();
const CHAT = aChat().plans;

/** Ticks without the live protocol, each completed by a second subgraph. */
function aClock() {
  const ticks = new Topic<{ id: string }>();
  const clock: SubgraphPlan = {
    name: 'clock',
    sdl: 'type Query { clocks: Int } type Subscription { ticked: Tick! other: Int } type Tick @key(fields: "id") { id: ID! }',
    resolvers: { Subscription: { ticked: { subscribe: () => ticks.subscribe(), resolve: (tick: object) => tick } } },
  };
  const names: SubgraphPlan = {
    name: 'names',
    sdl: 'type Query { names: Int } type Tick @key(fields: "id") { id: ID! name: String! }',
    resolvers: { Tick: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `tick ${id} by name` }) } },
  };
  return { ticks, plans: [clock, names] };
}

const TICKS = 'subscription { ticked { id name } }';

async function aClockWorld() {
  const { ticks, plans } = aClock();
  const { manager, offer } = offering(compose(plans));
  const world = stopped(await aWorld(plans, { supergraphSdl: manager, settings: { metricsPort: 0 } }));
  const client = aClient(world.gateway.socketUrl);
  const upstreams = () => world.subgraphs.clock!.received.filter(({ query }) => query.startsWith('subscription')).length;
  return { ticks, plans, world, offer, client, upstreams, served: () => measure(world, 'gateway_supergraphs') };
}

test('a stream goes on over the same subscription of its owner, and the former supergraph is not kept for it', async () => {
  const { ticks, plans, world, offer, client, upstreams, served } = await aClockWorld();
  const overSocket = client.listen(TICKS);
  const overHttp = await new RawStream(world.gateway.url, TICKS).open();
  await until(() => world.gateway.statistics.listeners === 2 && ticks.listenerCount > 0);
  ticks.publish({ id: '1' });
  await until(() => overSocket.events.length === 1 && overHttp.events.length === 1);
  const before = upstreams();
  await offer(composeWith(plans, { names: [['name: String!', 'name: String! color: String']] }));
  await eventually(async () => (await served()) === 1);
  ticks.publish({ id: '2' });
  await until(() => overSocket.events.length === 2);
  expect(overSocket.events.map(({ data }) => data)).toEqual(['1', '2'].map((id) => ({ ticked: { id, name: `tick ${id} by name` } })));
  await until(() => overHttp.events.length === 2);
  expect(upstreams()).toBe(before);
  overHttp.leave();
  overSocket.stop();
  await client.client.dispose();
});

test('a stream whose owner would be asked otherwise goes on under the former supergraph until it ends', async () => {
  const { ticks, plans, offer, client, served } = await aClockWorld();
  const listening = client.listen(TICKS);
  await until(() => ticks.listenerCount === 1);
  // The name now comes with the tick: the owner would be asked for it, too.
  await offer(
    composeWith(plans, {
      clock: [['type Tick @key(fields: "id") { id: ID! }', 'type Tick @key(fields: "id") { id: ID! name: String! @shareable }']],
      names: [['name: String!', 'name: String! @shareable']],
    }),
  );
  ticks.publish({ id: '1' });
  await until(() => listening.events.length === 1);
  expect(listening.events[0]).toEqual({ data: { ticked: { id: '1', name: 'tick 1 by name' } } });
  expect(await served()).toBe(2);
  listening.stop();
  await eventually(async () => (await served()) === 1);
  await client.client.dispose();
});

test('a stream whose operation is not valid any more ends with RESYNC_REQUIRED; its socket stays open for the others', async () => {
  const { ticks, plans, offer, client } = await aClockWorld();
  const listening = client.listen(TICKS);
  const other = client.listen('subscription { ticked { id } }');
  await until(() => ticks.listenerCount === 2);
  await offer(composeWith(plans, { names: [['name: String!', 'title: String!']] }));
  await until(() => listening.state.ended);
  expect(listening.state.error).toMatchObject([{ extensions: { code: 'RESYNC_REQUIRED', retryable: true } }]);
  await until(() => ticks.listenerCount === 1);
  ticks.publish({ id: '1' });
  await until(() => other.events.length === 1);
  expect(client.closed).toEqual([]);
  other.stop();
  await client.client.dispose();
});

test('many who share a live stream lose nothing and get nothing twice while supergraphs change, and share it with those who come after', async () => {
  const { manager, offer } = offering(compose(CHAT));
  const changed = composeWith(CHAT, { people: [['name: String!', 'name: String! nickname: String']] });
  const chat = stopped(await aChatWorld({ supergraphSdl: manager, settings: { metricsPort: 0 } }));
  const all = await chat.listenAll(range(1, 5).map((number) => `viewer ${number}`));
  const asked = chat.asked('admit').length;
  let said = 0;
  for (const sdl of [changed, compose(CHAT), changed]) {
    chat.chat.say(10);
    said += 10;
    await offer(sdl);
    chat.chat.say(10);
    said += 10;
  }
  await until(() => all.every(({ events }) => events.length === said));
  for (const one of all) expect(one.sequences()).toEqual(range(1, said));
  expect(chat.asked('admit')).toHaveLength(asked);
  expect(chat.asked('follow')).toHaveLength(1);
  const late = await chat.listen('late');
  chat.chat.say();
  await until(() => late.events.length === 1);
  expect(chat.live().streams).toBe(1);
  await eventually(async () => (await measure(chat.world, 'gateway_supergraphs')) === 1);
});

test('whoever was let in just before the change and listens just after it is where the others are', async () => {
  const { ticks, plans, offer, client, world, served } = await aClockWorld();
  const changed = composeWith(plans, { names: [['name: String!', 'name: String! color: String']] });
  const listening: ReturnType<typeof client.listen>[] = [];
  const changing = offer(changed);
  for (let n = 0; n < 20; n++) {
    listening.push(client.listen(`subscription S${n} { ticked { id name } }`));
    await world.ask('{ clocks }');
  }
  await changing;
  await until(() => ticks.listenerCount === 20);
  ticks.publish({ id: '1' });
  await until(() => listening.every(({ events }) => events.length === 1));
  await eventually(async () => (await served()) === 1);
  for (const one of listening) one.stop();
  await client.client.dispose();
});
