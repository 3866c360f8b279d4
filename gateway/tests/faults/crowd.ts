import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import WebSocket from 'ws';

/** How a member of a crowd leaves. */
type Leaving =
  /** With a close frame, after it has subscribed. */
  | 'politely'
  /** Without a word, after it has subscribed. */
  | 'without a word'
  /** Without a word, before it has said who it is. */
  | 'before the init'
  /** In the middle of the handshake. */
  | 'in the handshake';

const WAYS: readonly Leaving[] = ['politely', 'without a word', 'before the init', 'in the handshake'];

/** So many sockets, opened at once and dropped at once. All have come and gone when it resolves; the server may still be noticing. */
export async function comeAndGo(socketUrl: string, count: number, subscription: string): Promise<void> {
  const members = await Promise.all(Array.from({ length: count }, (_, index) => arrive(socketUrl, index, subscription)));
  await Promise.all(members.map((leave) => leave()));
}

/** Answers how to leave. Each comes from an address of its own: places are counted by address. */
function arrive(url: string, index: number, subscription: string): Promise<() => Promise<void>> {
  const address = `10.1.${index >> 8}.${index & 255}`;
  const leaving = WAYS[index % WAYS.length]!;
  return leaving === 'in the handshake' ? shakeHalfAHand(url, address) : openSocket(url, address, leaving, subscription);
}

async function openSocket(url: string, address: string, leaving: Leaving, subscription: string): Promise<() => Promise<void>> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers: { 'x-forwarded-for': address }, perMessageDeflate: false });
  socket.on('error', () => {});
  await once(socket, 'open');
  if (leaving !== 'before the init') {
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscription } }));
  }
  return async () => {
    const closed = once(socket, 'close');
    if (leaving === 'politely') socket.close(1000);
    else socket.terminate();
    await closed;
  };
}

async function shakeHalfAHand(url: string, address: string): Promise<() => Promise<void>> {
  const { hostname, port, pathname } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(`GET ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\nx-forwarded-for: ${address}\r\nconnection: upgrade\r\nupgrade: webs`);
  return async () => {
    const closed = once(socket, 'close');
    socket.resetAndDestroy();
    await closed;
  };
}
