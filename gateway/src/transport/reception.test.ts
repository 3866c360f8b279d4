import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Pool } from 'undici';
import { Reception, TimeIsUp, type Received } from './reception';

const LIMIT_MS = 10_000;

/** A subgraph that says what it is told to, to the byte. */
class Speaker {
  private readonly sockets = new Set<Socket>();
  private constructor(private readonly server: Server) {}

  static async saying(say: (socket: Socket) => void): Promise<Speaker> {
    const server = createServer();
    const speaker = new Speaker(server);
    server.on('connection', (socket) => {
      speaker.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => say(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return speaker;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function receive(
  say: (socket: Socket) => void,
  { timeoutMs = LIMIT_MS, signal = new AbortController().signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<Received> {
  const speaker = await Speaker.saying(say);
  const pool = new Pool(speaker.origin, { connections: 1 });
  try {
    return await new Promise<Received>((resolve, reject) => {
      pool.dispatch({ method: 'POST', path: '/', body: '{}' }, new Reception(signal, timeoutMs, resolve, reject));
    });
  } finally {
    await pool.destroy();
    await speaker.stop();
  }
}

const head = (length: number, status = '200 OK') => `HTTP/1.1 ${status}\r\ncontent-length: ${length}\r\n\r\n`;

test('an answer in one piece', async () => {
  expect(await receive((socket) => socket.write(`${head(4)}{"a"`))).toEqual({ status: 200, text: '{"a"' });
});

test('an answer in pieces that cut a letter in two', async () => {
  const body = Buffer.from('{"city":"Łódź"}');
  const cut = body.indexOf('Ł') + 1;
  const received = receive((socket) => {
    socket.setNoDelay();
    socket.write(Buffer.concat([Buffer.from(head(body.length, '400 Bad Request')), body.subarray(0, cut)]), () =>
      setImmediate(() => socket.write(body.subarray(cut))),
    );
  });
  expect(await received).toEqual({ status: 400, text: body.toString() });
});

test('an answer without a body', async () => {
  expect(await receive((socket) => socket.write(head(0, '204 No Content')))).toEqual({ status: 204, text: '' });
});

test('half an answer is none', async () => {
  await expect(receive((socket) => socket.end(`${head(1_000)}{"data":`))).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
});

test('what is no HTTP is none', async () => {
  await expect(receive((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'))).rejects.toThrow('HTTP');
});

test('silence ends when the time is up', async () => {
  await expect(receive(() => {}, { timeoutMs: 30 })).rejects.toBeInstanceOf(TimeIsUp);
});

test('whoever has left before it began waits for nothing', async () => {
  const left = AbortSignal.abort(new Error('Nobody is there.'));
  await expect(receive((socket) => socket.write(`${head(2)}{}`), { signal: left })).rejects.toThrow('Nobody is there.');
});

test('whoever leaves in the middle is let go at once, and the connection is closed', async () => {
  const client = new AbortController();
  let closed: Promise<unknown> | undefined;
  const received = receive(
    (socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(`${head(1_000)}{"data":`, () => client.abort(new Error('The client has left.')));
    },
    { signal: client.signal },
  );
  await expect(received).rejects.toThrow('The client has left.');
  await closed;
});
