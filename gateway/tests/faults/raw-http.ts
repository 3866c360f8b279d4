import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test sends, or does not send, and reads, or does not read, byte by byte what it likes. */
export class RawConnection {
  /** What has come, when it is read at all. */
  received = '';
  readonly closed: Promise<void>;

  private constructor(readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async to(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    return connection;
  }

  send(text: string): this {
    this.socket.write(text);
    return this;
  }

  read(): this {
    this.socket.on('data', (bytes) => (this.received += String(bytes)));
    return this;
  }

  /** What a fetch of this body would send. */
  post(body: string, headers = ''): this {
    return this.send(
      `POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
}
