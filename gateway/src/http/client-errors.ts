import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { PLAIN_JSON, refusalType, RESPONSE_JSON, type MediaType } from './negotiation';

const TIMED_OUT = raw('408 Request Timeout', 'The request took too long to arrive.');
const HEADERS_TOO_LARGE = raw('431 Request Header Fields Too Large', 'The headers are too large.');
const BAD_REQUEST = raw('400 Bad Request', 'This is no HTTP request.');

interface ClientError extends NodeJS.ErrnoException {
  /** The bytes that could not be read, as far as they came in one piece. */
  readonly rawPacket?: Buffer;
}

/** Responds to bytes that Node could not read as a request, for which it makes no response object. */
export class ClientErrors {
  /** The media types that clients accept, from the headers of the request that they are still sending, by connection. */
  private readonly accepted = new WeakMap<Duplex, string>();

  /** To be called for each request with a body, which may never come. */
  begins({ headers, socket }: IncomingMessage): void {
    if (headers.accept) this.accepted.set(socket, headers.accept);
  }

  refuse({ code, rawPacket }: ClientError, socket: Duplex): void {
    if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const refusal = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? TIMED_OUT : code === 'HPE_HEADER_OVERFLOW' ? HEADERS_TOO_LARGE : BAD_REQUEST;
    socket.end(refusal[this.typeFor(socket, rawPacket)]);
  }

  /** Of a request that could not be read it is only known whether it mentions the newer type at all. */
  private typeFor(socket: Duplex, rawPacket: Buffer | undefined): MediaType {
    if (rawPacket) return rawPacket.includes(RESPONSE_JSON) ? RESPONSE_JSON : PLAIN_JSON;
    return refusalType(this.accepted.get(socket));
  }
}

function raw(status: string, message: string): Readonly<Record<MediaType, string>> {
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  const text = (type: MediaType) =>
    `HTTP/1.1 ${status}\r\ncontent-type: ${type}; charset=utf-8\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  return { [PLAIN_JSON]: text(PLAIN_JSON), [RESPONSE_JSON]: text(RESPONSE_JSON) };
}
