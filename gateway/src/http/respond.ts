import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '@marquee/platform';
import { CORRELATION_HEADER } from '../caller';
import { refusalType } from './negotiation';

/** A request that is refused now may succeed the next time, but caches keep a 404 or a 405 unless told not to. */
const UNCACHED = { 'cache-control': 'no-store' };

/** The id of the request, as every response has it from its start: for lines about it. */
export const correlationOf = (response: ServerResponse) => response.getHeader(CORRELATION_HEADER);

/**
 * Responds to a request that never became an operation, in GraphQL's shape: clients look for errors there, and with the newer media type
 * they read them with any status.
 */
export function respondError(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: ErrorCode,
  message: string,
  headers: Record<string, string> = {},
): void {
  respondErrors(request, response, status, [{ message, extensions: { code, ...(status === 503 ? { retryable: true } : {}) } }], headers);
}

export function respondErrors(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  errors: readonly GraphQLFormattedError[],
  headers: Readonly<Record<string, string>>,
): void {
  const type = refusalType(request.headers.accept);
  respond(response, status, `${type}; charset=utf-8`, JSON.stringify({ errors }), { ...UNCACHED, ...headers });
}

export function respondJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  respond(response, status, 'application/json; charset=utf-8', JSON.stringify(body), headers);
}

export function respond(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) return;
  // As bytes: Node would go through a long text once for its length and once more to write it.
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length, ...headers }).end(bytes);
}

/** The client has the body already. */
export function respondUnchanged(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  if (!response.headersSent) response.writeHead(304, headers).end();
}

/** How long a client may go on sending a body that nobody reads. */
const LINGER_MS = 2_000;

/**
 * Responds with an error while the client is still sending, and then closes the connection. The rest of the body is thrown away for a
 * while: a connection that is closed with unread bytes is reset, and the client would lose the response with it.
 */
export function respondUnread(request: IncomingMessage, response: ServerResponse, status: number, code: ErrorCode, message: string): void {
  if (response.headersSent) return;
  const bytes = Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
  response.writeHead(status, {
    'content-type': `${refusalType(request.headers.accept)}; charset=utf-8`,
    'content-length': bytes.length,
    connection: 'close',
    ...UNCACHED,
  });
  response.write(bytes);
  const close = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(close, LINGER_MS);
  timer.unref();
  request.once('end', close).once('close', close).resume();
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'content-length': 0 }).end();
}
