import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@marquee/platform';
import { COST_DRY_RUN_HEADER, COST_REPORT_HEADER, PLAN_HEADER } from './request-headers';
import { TEST_KEY_HEADER } from '../test-mode/test-mode';

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
  'if-none-match',
  TEST_KEY_HEADER,
  COST_REPORT_HEADER,
  COST_DRY_RUN_HEADER,
  PLAN_HEADER,
  // What OpenTelemetry and Sentry send along, where a page uses them.
  'traceparent',
  'tracestate',
  'baggage',
  'sentry-trace',
];
const EXPOSED_HEADERS = [
  'x-correlation-id',
  'etag',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
].join(', ');
const PREFLIGHT_SECONDS = '7200';

const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
/** So many different origins are told in the log; who makes up more fills no log. */
const MOST_TOLD = 100;

export interface OriginSettings {
  /** Besides the gateway's own; `*` for all. */
  readonly allowedOrigins: readonly string[];
  /** Whether pages of this machine may call: while somebody develops one. */
  readonly localOrigins: boolean;
  /** Headers that pages may send, besides those of every GraphQL client. */
  readonly allowedHeaders: readonly string[];
}

/** The web pages that may use the gateway. A page's origin is never just reflected: it is on the list, or it is the gateway's own. */
export class Origins {
  private readonly allowed: ReadonlySet<string>;
  private readonly headers: string;
  private readonly told = new Set<string>();

  constructor(
    private readonly settings: OriginSettings,
    private readonly logger: Logger,
  ) {
    this.allowed = new Set(settings.allowedOrigins);
    this.headers = [...ALLOWED_HEADERS, ...settings.allowedHeaders].join(', ');
  }

  /** Requests without an origin come from programs, not from pages. */
  admits(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined || this.lists(origin)) return true;
    if (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()) return true;
    this.tell(origin);
    return false;
  }

  /** Sets the headers that browsers check. Credentials are never allowed: identity travels in a header that a page sets itself. */
  decorate(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('vary', 'origin, accept, accept-encoding, authorization');
    const { origin } = request.headers;
    if (origin === undefined) return;
    if (!this.lists(origin)) return void this.admits(request);
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', EXPOSED_HEADERS);
  }

  preflight(request: IncomingMessage, response: ServerResponse, methods = 'GET, POST, OPTIONS'): void {
    this.decorate(request, response);
    if (response.hasHeader('access-control-allow-origin')) {
      response.setHeader('access-control-allow-methods', methods);
      response.setHeader('access-control-allow-headers', this.headers);
      response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
    }
    response.writeHead(204).end();
  }

  private lists(origin: string): boolean {
    return this.allowed.has('*') || this.allowed.has(origin) || (this.settings.localOrigins && LOCAL.test(origin));
  }

  /** A page that may not call sees nothing of the reason: its browser hides the answer. */
  private tell(origin: string): void {
    if (this.told.has(origin) || this.told.size >= MOST_TOLD) return;
    this.told.add(origin);
    this.logger.warn({ origin: origin.slice(0, 200) }, 'a page of this origin may not call; ALLOWED_ORIGINS names those that may');
  }
}
