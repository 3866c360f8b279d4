import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphError } from '@marquee/platform';
import { RateLimited } from '../limits/rate/refused';
import { BodyRefused } from './body';
import { respondError, respondErrors, respondUnread } from './respond';

/** Responds to a request that was stopped before it became an operation, and returns the status. Throws any other error again. */
export function refuse(request: IncomingMessage, response: ServerResponse, error: unknown, outcome: { codes: readonly string[] }): number {
  if (error instanceof GraphError && error.code === 'UNAUTHENTICATED') {
    outcome.codes = [error.code];
    respondError(request, response, 401, error.code, error.message, { 'www-authenticate': 'Bearer' });
    return 401;
  }
  if (error instanceof RateLimited) {
    outcome.codes = [error.code];
    const headers = { ...error.headers, 'retry-after': String(error.retryAfterSeconds) };
    respondErrors(request, response, error.status, [{ message: error.message, extensions: { ...error.extensions } }], headers);
    return error.status;
  }
  if (error instanceof GraphError && error.code === 'RATE_LIMITED') {
    outcome.codes = [error.code];
    const { message, extensions } = error;
    const waitSeconds = typeof extensions.retryAfter === 'number' ? extensions.retryAfter : 60;
    respondErrors(request, response, 429, [{ message, extensions }], { 'retry-after': String(waitSeconds) });
    return 429;
  }
  if (error instanceof GraphError && error.code === 'SUBGRAPH_UNAVAILABLE') {
    outcome.codes = [error.code];
    respondError(request, response, 503, error.code, error.message, { 'retry-after': '5' });
    return 503;
  }
  if (error instanceof BodyRefused) {
    outcome.codes = ['BAD_USER_INPUT'];
    const write = error.status === 413 ? respondUnread : respondError;
    write(request, response, error.status, 'BAD_USER_INPUT', error.message);
    return error.status;
  }
  throw error;
}
