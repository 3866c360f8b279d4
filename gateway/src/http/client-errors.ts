import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { PLAIN_JSON, refusalType, RESPONSE_JSON, type MediaType } from './negotiation';

const TIMED_OUT = raw('408 Request Timeout', 'The request took too long to arrive.');
const HEADERS_TOO_LARGE = raw('431 Request Header Fields Too Large', 'The headers are too large.');
const BAD_REQUEST = raw('400 Bad Request', 'This is no HTTP request.');

interface ClientError extends NodeJS.ErrnoException {
  /** What could not be read, as far as it came in one piece. */
  readonly rawPacket?: Buffer;
}

/** Answers what Node could not read as a request, so that there is no response to answer it with. */
export class ClientErrors {
  /** What the client of a connection takes, as it said with the request that it is still sending. */
  private readonly accepted = new WeakMap<Duplex, string>();

  /** To be told of each request that has a body: it may never come. */
  begins({ headers, socket }: IncomingMessage): void {
    if (headers.accept) this.accepted.set(socket, headers.accept);
  }

  refuse({ code, rawPacket }: ClientError, socket: Duplex): void {
    if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const refusal = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? TIMED_OUT : code === 'HPE_HEADER_OVERFLOW' ? HEADERS_TOO_LARGE : BAD_REQUEST;
    socket.end(refusal[this.typeFor(socket, rawPacket)]);
  }

  /** Of a request that could not be read, what can be seen is whether it speaks of the type at all. */
  private typeFor(socket: Duplex, rawPacket: Buffer | undefined): MediaType {
    if (rawPacket) return rawPacket.includes(RESPONSE_JSON) ? RESPONSE_JSON : PLAIN_JSON;
    return refusalType(this.accepted.get(socket));
  }
}

function raw(status: string, message: string): Readonly<Record<MediaType, string>> {
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  const answer = (type: MediaType) =>
    `HTTP/1.1 ${status}\r\ncontent-type: ${type}; charset=utf-8\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  return { [PLAIN_JSON]: answer(PLAIN_JSON), [RESPONSE_JSON]: answer(RESPONSE_JSON) };
}
