import { aWorld } from '../kit';
import { aShop } from '../shop';
import { RawSocket, until } from '../socket';
import { stopsAfterEach } from './stops';

/** A text that can be read, but is nested deeper than the stack allows to be written again. */
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const DEEP = nested(30_000);

describe('what is nested very deep', () => {
  const opened = stopsAfterEach();
  let world: Awaited<ReturnType<typeof aWorld>>;
  let neighbour: RawSocket;
  beforeEach(async () => {
    world = opened(await aWorld(aShop().plans, { settings: { maxBodyBytes: 1024 * 1024 } }));
    neighbour = await new RawSocket(world.gateway.socketUrl).ready();
  });
  afterEach(() => neighbour.close());

  const expectTheRestToGoOn = async () => {
    neighbour.send({ type: 'ping' });
    await until(() => neighbour.received.some(({ type }) => type === 'pong'));
    expect((await world.ask('{ sold }')).data).toEqual({ sold: 3 });
  };

  test.each([
    ['a ping', `{"type":"ping","payload":{"x":${DEEP}}}`],
    ['a pong', `{"type":"pong","payload":{"x":${DEEP}}}`],
    ['an init', `{"type":"connection_init","payload":{"token":${DEEP}}}`],
    ['the variables of a query', `{"id":"1","type":"subscribe","payload":{"query":"{ sold }","variables":{"x":${DEEP}}}}`],
    [
      'the variables of a stream',
      `{"id":"1","type":"subscribe","payload":{"query":"subscription { bookSold { copies } }","variables":{"x":${DEEP}}}}`,
    ],
    ['the extensions of a query', `{"id":"1","type":"subscribe","payload":{"query":"{ sold }","extensions":{"x":${DEEP}}}}`],
    ['a message', `{"type":${DEEP}}`],
  ])('in %s on a socket harms nobody else', async (_title, message) => {
    const hostile = await new RawSocket(world.gateway.socketUrl).ready();
    hostile.send(message);
    hostile.send({ type: 'complete', id: 'none' });
    await expectTheRestToGoOn();
    hostile.close();
    await hostile.closed;
  });

  test.each([
    ['the variables', `{"query":"query ($id: ID!) { book(id: $id) { title } }","variables":{"id":${nested(200_000)}}}`],
    ['variables that nobody uses', `{"query":"{ sold }","variables":{"x":${nested(200_000)}}}`],
    ['the extensions', `{"query":"{ sold }","extensions":{"x":${nested(200_000)}}}`],
    ['a literal', `{"query":"{ book(id: ${nested(490)}) { title } }"}`],
  ])('in %s of a request is answered', async (_title, body) => {
    const answer = await fetch(world.gateway.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(answer.status).toBeLessThan(500);
    await answer.json();
    await expectTheRestToGoOn();
  });
});
