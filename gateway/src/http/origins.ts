import type { IncomingMessage, ServerResponse } from 'node:http';
import { COST_DRY_RUN_HEADER, COST_REPORT_HEADER, PLAN_HEADER } from './request-headers';

const ALLOWED_HEADERS = [
  'accept',
  'accept-language',
  'content-type',
  'authorization',
  'x-correlation-id',
  'apollographql-client-name',
  'apollographql-client-version',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  COST_REPORT_HEADER,
  COST_DRY_RUN_HEADER,
  PLAN_HEADER,
  'traceparent',
].join(', ');
const EXPOSED_HEADERS = [
  'x-correlation-id',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
].join(', ');
const PREFLIGHT_SECONDS = '7200';

/** The web pages that may use the gateway. A page's origin is never just reflected: it is on the list, or it is the gateway's own. */
export class Origins {
  private readonly allowed: ReadonlySet<string>;

  constructor(allowed: readonly string[]) {
    this.allowed = new Set(allowed);
  }

  /** Requests without an origin come from programs, not from pages. */
  admits(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined || this.allowed.has('*') || this.allowed.has(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }

  /** Sets the headers that browsers check. Credentials are never allowed: identity travels in a header that a page sets itself. */
  decorate(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('vary', 'origin, accept, accept-encoding');
    const { origin } = request.headers;
    if (origin === undefined || !(this.allowed.has('*') || this.allowed.has(origin))) return;
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', EXPOSED_HEADERS);
  }

  preflight(request: IncomingMessage, response: ServerResponse, methods = 'GET, POST, OPTIONS'): void {
    this.decorate(request, response);
    if (response.hasHeader('access-control-allow-origin')) {
      response.setHeader('access-control-allow-methods', methods);
      response.setHeader('access-control-allow-headers', ALLOWED_HEADERS);
      response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
    }
    response.writeHead(204).end();
  }
}
