import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { PassportOffice, silentLogger } from '@marquee/platform';
import { WebSocketServer, type WebSocket } from 'ws';
import { compose, SECRET } from '../kit';
import { leaksIn } from '../leaks';
import { aShop } from '../shop';
import { aClient, until } from '../socket';
import { stopsAfterEach } from './stops';
import { createGateway } from '../../src';

/** What an owner does with a subscription: it has greeted properly, and knows the operation's id. */
type Behaviour = (socket: WebSocket, id: string) => void;

interface Message {
  type: string;
  id: string;
}

/** An owner of streams that speaks the protocol as far as a test wants it to. */
class RudeOwner {
  readonly server: Server = createServer((_request, response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<html>'));
  private readonly connections = new Set<Duplex>();
  private readonly sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered][0] ?? false });
  /** Instead of the handshake. */
  upgrade: ((socket: Duplex) => void) | null = null;
  greeting: string | null = '{"type":"connection_ack"}';
  behaviour: Behaviour = (socket, id) => socket.send(next(id, { data: { bookSold: { copies: 1 } } }));
  subscriptions = 0;

  async start(): Promise<this> {
    this.server.on('connection', (connection) => this.connections.add(connection));
    this.server.on('upgrade', (request, socket: Duplex, head) => {
      if (this.upgrade) return this.upgrade(socket);
      this.sockets.handleUpgrade(request, socket, head, (client) => this.serve(client));
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets.clients) socket.terminate();
    // Those that were taken away from HTTP, and half read, are closed by nobody else.
    for (const connection of this.connections) connection.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: WebSocket): void {
    socket.on('message', (bytes) => {
      const { type, id } = JSON.parse(String(bytes)) as Message;
      if (type === 'connection_init' && this.greeting !== null) socket.send(this.greeting);
      if (type !== 'subscribe') return;
      this.subscriptions++;
      this.behaviour(socket, id);
    });
  }
}

const next = (id: string, payload: unknown) => JSON.stringify({ id, type: 'next', payload });
const raw = (socket: WebSocket) => (socket as unknown as { _socket: Duplex })._socket;

const opened = stopsAfterEach();

async function aWorld() {
  const owner = opened(await new RudeOwner().start());
  const { plans } = aShop();
  const gateway = opened(
    await createGateway({
      supergraphSdl: compose(plans, { shop: owner.url }),
      passports: new PassportOffice(SECRET),
      logger: silentLogger,
      port: 0,
      host: '127.0.0.1',
      settings: { rates: null, maxAnswerBytes: 100_000, upstream: { pingMs: 200, answerWithinMs: 300 } },
    }),
  );
  const client = aClient(gateway.socketUrl);
  opened({ stop: async () => client.client.dispose() });
  return { owner, client };
}

const LOST = [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'shop', retryable: true } }];

test.each<[string, (owner: RudeOwner) => void]>([
  [
    'answers the handshake with a page',
    (owner) => (owner.upgrade = (socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n<html>10.1.2.3:80')),
  ],
  ['answers the handshake with noise', (owner) => (owner.upgrade = (socket) => socket.end('\u0000\u0001\u0002 10.1.2.3:22'))],
  ['resets in the handshake', (owner) => (owner.upgrade = (socket) => socket.destroy())],
  ['never answers the handshake', (owner) => (owner.upgrade = () => {})],
  ['never greets', (owner) => (owner.greeting = null)],
  ['greets with something else', (owner) => (owner.greeting = '{"type":"next","id":"1","payload":{}}')],
  ['greets with noise', (owner) => (owner.greeting = 'hello')],
  ['sends what is no JSON', (owner) => (owner.behaviour = (socket) => socket.send('{"type":"next"'))],
  ['sends what is no message', (owner) => (owner.behaviour = (socket) => socket.send('{"type":"surprise"}'))],
  ['sends what is no frame', (owner) => (owner.behaviour = (socket) => raw(socket).write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x00])))],
  ['sends half a frame and hangs', (owner) => (owner.behaviour = (socket) => raw(socket).write(Buffer.from([0x81, 0x7e, 0xff])))],
  ['sends an event that is text', (owner) => (owner.behaviour = (socket, id) => socket.send(next(id, 'sold!')))],
  ['sends an event whose data is a list', (owner) => (owner.behaviour = (socket, id) => socket.send(next(id, { data: [1] })))],
  [
    'sends an event whose errors are text',
    (owner) => (owner.behaviour = (socket, id) => socket.send(next(id, { data: null, errors: 'no' }))),
  ],
  ['sends an event that is nothing', (owner) => (owner.behaviour = (socket, id) => socket.send(next(id, {})))],
  [
    'sends an event that is too large',
    (owner) =>
      (owner.behaviour = (socket, id) =>
        socket.send(next(id, { data: { bookSold: { copies: 1 } }, extensions: { x: 'x'.repeat(200_000) } }))),
  ],
  ['closes the socket with an internal error', (owner) => (owner.behaviour = (socket) => socket.close(4500, 'db at 10.0.0.5:5432'))],
  ['drops the socket', (owner) => (owner.behaviour = (socket) => socket.terminate())],
  ['falls silent', (owner) => (owner.behaviour = (socket) => socket.pause())],
])('when the owner of a stream %s, its subscriber is told, and may begin anew', async (_title, hurt) => {
  const { owner, client } = await aWorld();
  hurt(owner);
  const { state, events } = client.listen('subscription { bookSold { copies } }');
  await until(() => state.ended);
  expect(state.error).toMatchObject(LOST);
  expect(events).toEqual([]);
  expect(leaksIn(JSON.stringify(state.error))).toEqual([]);

  const well = new RudeOwner();
  Object.assign(owner, { upgrade: null, greeting: well.greeting, behaviour: well.behaviour });
  const again = client.listen('subscription { bookSold { copies } }');
  await until(() => again.events.length === 1);
  expect(again.events).toEqual([{ data: { bookSold: { copies: 1 } } }]);
});

test('one event that makes no sense costs its own stream, not those that share the socket to the owner', async () => {
  const { owner, client } = await aWorld();
  const ids: string[] = [];
  let socket: WebSocket;
  owner.behaviour = (opened, id) => {
    socket = opened;
    ids.push(id);
  };
  const [one, other] = [client.listen('subscription A { bookSold { copies } }'), client.listen('subscription B { bookSold { copies } }')];
  await until(() => ids.length === 2);
  socket!.send(next(ids[0]!, { data: 'nonsense' }));
  await until(() => one.state.ended || other.state.ended);
  const [lost, kept] = one.state.ended ? [one, other] : [other, one];
  expect(lost.state.error).toMatchObject(LOST);
  socket!.send(next(ids[1]!, { data: { bookSold: { copies: 2 } } }));
  await until(() => kept.events.length === 1);
  expect(kept.state.ended).toBe(false);
});
