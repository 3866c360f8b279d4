import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { clientFrame, FrameReader, Opcode } from './frames';
import { openSocket } from './socket';

function read(chunks: readonly Buffer[]): string[] {
  const texts: string[] = [];
  const reader = new FrameReader((_opcode, payload) => texts.push(payload.toString()));
  chunks.forEach((chunk) => reader.push(chunk));
  return texts;
}

const frame = (text: string) => {
  const body = Buffer.from(text);
  return Buffer.concat([
    body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]),
    body,
  ]);
};

describe('frames from a server', () => {
  const both = Buffer.concat([frame('hello'), frame('é'.repeat(200))]);

  it('are found wherever the network cuts them', () => {
    for (let cut = 0; cut <= both.length; cut++) {
      expect(read([both.subarray(0, cut), both.subarray(cut)])).toEqual(['hello', 'é'.repeat(200)]);
    }
  });

  it('survive a chunk that is overwritten by the next one', () => {
    const texts: string[] = [];
    const reader = new FrameReader((_opcode, payload) => texts.push(payload.toString()));
    const shared = Buffer.alloc(8);
    for (let at = 0; at < both.length; at += 8) reader.push(shared.subarray(0, both.copy(shared, 0, at, at + 8)));
    expect(texts).toEqual(['hello', 'é'.repeat(200)]);
  });

  it('refuses what it cannot read rather than lose it', () => {
    expect(() => read([Buffer.from([0x01, 0x01, 0x61])])).toThrow('a frame that begins with 1 1');
  });
});

it('talks with a real WebSocket server', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'some-protocol' });
  await once(server, 'listening');
  const connected = once(server, 'connection') as Promise<[WebSocket]>;
  const heard: string[] = [];
  let told = () => {};
  const socket = await openSocket({
    port: (server.address() as AddressInfo).port,
    path: '/',
    subprotocol: 'some-protocol',
    localAddress: '127.0.0.1',
    onText: (text) => {
      heard.push(text);
      told();
    },
    onClose: () => {},
  });
  const [peer] = await connected;
  const pong = once(peer, 'pong');
  peer.ping('are you there');
  expect(String((await pong)[0])).toBe('are you there');

  const long = 'x'.repeat(70_000);
  const all = new Promise<void>((resolve) => (told = () => heard.length === 2 && resolve()));
  peer.send('short');
  peer.send(long);
  await all;
  expect(heard).toEqual(['short', long]);

  const said = once(peer, 'message');
  socket.send('y'.repeat(300));
  expect(String((await said)[0])).toBe('y'.repeat(300));
  expect(clientFrame(Opcode.text, 'abc')).toHaveLength(9);
  socket.destroy();
  server.close();
});
