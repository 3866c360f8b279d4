import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '@marquee/platform';
import { refusalType } from './negotiation';

/** What is refused now may be answered the next time: caches would keep a 404 or a 405 if nobody told them. */
const UNCACHED = { 'cache-control': 'no-store' };

/**
 * Answers a request that never became an operation, in GraphQL's shape: clients read errors there, and with the newer media type they
 * read them whatever the status.
 */
export function answerError(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: ErrorCode,
  message: string,
  headers: Record<string, string> = {},
): void {
  answerErrors(request, response, status, [{ message, extensions: { code, ...(status === 503 ? { retryable: true } : {}) } }], headers);
}

export function answerErrors(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  errors: readonly GraphQLFormattedError[],
  headers: Readonly<Record<string, string>>,
): void {
  const type = refusalType(request.headers.accept);
  answer(response, status, `${type}; charset=utf-8`, JSON.stringify({ errors }), { ...UNCACHED, ...headers });
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  answer(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

export function answer(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) return;
  // As bytes: a long text would be gone through once for its length and once more to be written.
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length, ...headers }).end(bytes);
}

/** So long a client may go on sending what nobody reads. */
const LINGER_MS = 2_000;

/**
 * Answers an error while the client is still sending, on a connection that is closed then. What comes is thrown away for a while: a
 * connection that is closed with bytes unread is reset, and the client would lose the answer with it.
 */
export function answerUnread(request: IncomingMessage, response: ServerResponse, status: number, code: ErrorCode, message: string): void {
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
