import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What happens to the bytes that come back from the other side. */
export type WireFault =
  | 'none'
  /** Nothing passes in either direction, and nothing is closed: a machine that vanished. */
  | 'silence'
  /** RST on the first byte of an answer. */
  | 'reset'
  /** Bytes that are no HTTP and no frames. */
  | 'noise'
  /** The connection ends after so many bytes of the answer. */
  | { cutAfter: number }
  /** So many bytes at a time, with a pause between. */
  | { bytesAtOnce: number; everyMs: number };

/** A proxy before a TCP server that spoils what passes through it, as it is told: for faults that a server itself would not make. */
export class TcpProxy {
  fault: WireFault = 'none';
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    /** The port behind; for connections from now on. */
    public target: number,
  ) {
    server.on('connection', (socket: Socket) => this.serve(socket));
  }

  static async before(target: string | number): Promise<TcpProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, typeof target === 'number' ? target : Number(new URL(target).port));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  /** Connections of clients that are open now. */
  get connectionCount(): number {
    return this.sockets.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(client: Socket): void {
    const upstream = connect(this.target, '127.0.0.1');
    this.sockets.add(client);
    let passed = 0;
    client.on('data', (bytes) => {
      if (this.fault !== 'silence') upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      const { fault } = this;
      if (fault === 'silence') return;
      if (fault === 'none') return void client.write(bytes);
      if (fault === 'reset') return void client.resetAndDestroy();
      if (fault === 'noise') return void client.write(Buffer.from('\u0000\u0001SSH-2.0-OpenSSH_9.2 at 10.1.2.3:22\r\n\r\n', 'latin1'));
      if ('cutAfter' in fault) {
        client.write(bytes.subarray(0, Math.max(0, fault.cutAfter - passed)));
        passed += bytes.length;
        if (passed >= fault.cutAfter) client.end();
        return;
      }
      drip(client, bytes, fault.bytesAtOnce, fault.everyMs);
    });
    client.once('close', () => {
      this.sockets.delete(client);
      upstream.destroy();
    });
    upstream.once('close', () => client.end());
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  }
}

function drip(client: Socket, bytes: Buffer, bytesAtOnce: number, everyMs: number): void {
  if (client.destroyed || bytes.length === 0) return;
  client.write(bytes.subarray(0, bytesAtOnce));
  setTimeout(() => drip(client, bytes.subarray(bytesAtOnce), bytesAtOnce, everyMs), everyMs);
}
