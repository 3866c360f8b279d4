import type { Duplex } from 'node:stream';

const TIMED_OUT = raw('408 Request Timeout', 'The request took too long to arrive.');
const HEADERS_TOO_LARGE = raw('431 Request Header Fields Too Large', 'The headers are too large.');
const BAD_REQUEST = raw('400 Bad Request', 'This is no HTTP request.');

/** Answers what Node could not read as a request, so that there is no response to answer it with. */
export function refuseClient({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  socket.end(code === 'ERR_HTTP_REQUEST_TIMEOUT' ? TIMED_OUT : code === 'HPE_HEADER_OVERFLOW' ? HEADERS_TOO_LARGE : BAD_REQUEST);
}

function raw(status: string, message: string): string {
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
