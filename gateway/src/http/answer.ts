import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '@marquee/platform';

const RESPONSE_JSON = 'application/graphql-response+json';

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
  const type = request.headers.accept?.includes(RESPONSE_JSON) ? RESPONSE_JSON : 'application/json';
  answer(response, status, `${type}; charset=utf-8`, JSON.stringify({ errors }), headers);
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

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'content-length': 0 }).end();
}
