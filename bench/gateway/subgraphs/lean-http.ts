import { createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Just enough HTTP/1.1 to take JSON and answer JSON. Node's own server costs several times as much for each request, and the subgraphs
 * share a core with the load: the cheaper they are, the longer it is the gateway that limits what is measured.
 */
export function serveLean(answer: (body: string) => Buffer | Promise<Buffer>): Promise<string> {
  const server = createServer({ noDelay: true }, (socket) => converse(socket, answer));
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`)),
  );
}

/** The whole response, ready to be sent as often as it is asked for. */
export function responseOf(json: string, status = '200 OK'): Buffer {
  return Buffer.from(`HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
}

const NOTHING = Buffer.alloc(0);

function converse(socket: Socket, answer: (body: string) => Buffer | Promise<Buffer>): void {
  let received = NOTHING;
  let busy = false;

  const send = (response: Buffer, close: boolean) => {
    if (close) socket.end(response);
    else socket.write(response);
  };
  const next = (): void => {
    if (busy) return;
    const request = readRequest(received);
    if (!request) return;
    received = received.subarray(request.bytes);
    const response = answer(request.body);
    if (response instanceof Promise) {
      busy = true;
      void response.then((late) => {
        busy = false;
        send(late, request.close);
        next();
      });
      return;
    }
    send(response, request.close);
    next();
  };
  socket.on('data', (chunk) => {
    received = received.length ? Buffer.concat([received, chunk]) : chunk;
    next();
  });
  socket.on('error', () => socket.destroy());
}

interface Request {
  readonly body: string;
  /** How much of what was received it took. */
  readonly bytes: number;
  readonly close: boolean;
}

/** Null while it is not all there. */
export function readRequest(received: Buffer): Request | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = received.toString('latin1', 0, end).toLowerCase();
  const close = head.includes('\r\nconnection: close');
  const start = end + 4;
  if (/\r\ntransfer-encoding: *chunked/.test(head)) {
    const chunked = readChunks(received, start);
    return chunked && { ...chunked, close };
  }
  const length = Number(/\r\ncontent-length: *(\d+)/.exec(head)?.[1] ?? 0);
  if (received.length < start + length) return null;
  return { body: received.toString('utf8', start, start + length), bytes: start + length, close };
}

function readChunks(received: Buffer, start: number): { body: string; bytes: number } | null {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const line = received.indexOf('\r\n', at);
    if (line < 0) return null;
    const size = parseInt(received.toString('latin1', at, line), 16);
    const next = line + 2 + size + 2;
    if (received.length < next) return null;
    if (size === 0) return { body: Buffer.concat(chunks).toString(), bytes: next };
    chunks.push(received.subarray(line + 2, line + 2 + size));
    at = next;
  }
}
