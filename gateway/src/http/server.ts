import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from '@marquee/platform';
import { callerOf, CORRELATION_HEADER, circumstances, type Circumstances } from '../caller';
import type { Health } from '../health';
import type { GatewaySettings } from '../settings';
import { type ClientErrors } from './client-errors';
import type { FileRoutes } from './file-routes';
import type { GraphqlEndpoint } from './graphql-endpoint';
import { WRONG_HOST, type Hosts } from './hosts';
import type { Origins } from './origins';
import { EXPLORER_PATH, GRAPHQL_PATH, pathOf, wantsPage, type Pages } from './paths';
import type { PublicRoutes } from './public-routes';
import type { RequestTimes } from './request-times';
import { redirect, respondError, respondJson } from './respond';
import type { SchemaPage } from './schema-page';
import { setSecurityHeaders } from './security-headers';
import type { TestDoor } from '../test-mode/test-door';
import type { WebAppPages } from './web-app';

/** How often Node looks for clients that take too long: its own half minute would let them stay four times as long as they may. */
const CHECK_EVERY_MS = 1_000;
const KEEP_ALIVE_MS = 65_000;
const SWEEP_EVERY_MS = 50;

export interface FrontOptions {
  readonly graphql: GraphqlEndpoint;
  /** Null where requests of test mode arrive. */
  readonly testDoor: TestDoor | null;
  readonly clientErrors: ClientErrors;
  readonly health: Health;
  readonly hosts: Hosts;
  readonly origins: Origins;
  readonly explorer: Pages | null;
  /** Static files beside the API. */
  readonly sites: Pages;
  /** The app for people, where there is one. */
  readonly webApp: WebAppPages | null;
  readonly schemaPage: SchemaPage;
  readonly publicRoutes: PublicRoutes;
  readonly files: FileRoutes;
  readonly settings: GatewaySettings;
  readonly times: RequestTimes;
  readonly logger: Logger;
}

/** The gateway's HTTP server: how it starts and stops, and which path is served by what. */
export class HttpFront {
  readonly server: Server;

  constructor(private readonly options: FrontOptions) {
    const { http, operationTimeoutMs } = options.settings;
    const limits = {
      headersTimeout: http.headersWithinMs,
      requestTimeout: http.requestWithinMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
      // Node would refuse a request without a host in silence; `route` says why.
      requireHostHeader: false,
    };
    this.server = createServer(limits, (request, response) => void this.serve(request, response));
    // A connection on which nothing moves for longer than any operation takes has a client that does not read.
    this.server.timeout = operationTimeoutMs + http.stalledMs;
    this.server.on('clientError', (error, socket) => options.clientErrors.refuse(error, socket));
    this.server.on('checkExpectation', (request, response) => {
      respondError(request, response, 417, 'BAD_USER_INPUT', 'No expectation but 100-continue can be met.');
    });
  }

  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => this.server.once('error', reject).listen(port, host, () => resolve()));
  }

  /** Takes no new connections, lets requests under way finish, and cuts off those that take longer than `withinMs`. */
  async drain(withinMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    // A connection whose request was answered in the meantime would be kept for the next one, which must not come.
    const sweep = setInterval(() => this.server.closeIdleConnections(), SWEEP_EVERY_MS);
    const deadline = setTimeout(() => this.server.closeAllConnections(), withinMs);
    await closed;
    clearInterval(sweep);
    clearTimeout(deadline);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const path = pathOf(request.url);
    const given = circumstances(request, this.options.settings.trustedProxies);
    response.setHeader(CORRELATION_HEADER, given.correlationId);
    setSecurityHeaders(request, response, this.options.settings);
    if (this.options.health.stopping) response.setHeader('connection', 'close');
    try {
      await this.route(request, response, path, given);
    } catch (error) {
      this.options.logger.error({ err: error, correlationId: given.correlationId }, 'request failed');
      if (response.headersSent) response.destroy();
      else
        respondError(
          request,
          response,
          500,
          'INTERNAL_SERVER_ERROR',
          'Something went wrong on our side. Try again; if it stays, tell us the correlation id.',
        );
    }
    this.options.times.took(request, response, path, startedAt);
  }

  private async route(request: IncomingMessage, response: ServerResponse, path: string, given: Circumstances): Promise<void> {
    const { graphql, testDoor, health, explorer, sites, webApp, schemaPage, publicRoutes, files, hosts, origins } = this.options;
    if (request.headers.host === undefined && request.httpVersionMinor > 0)
      return respondError(request, response, 400, 'BAD_USER_INPUT', 'HTTP/1.1 wants a host header.');
    if (path === '/livez') return respondJson(response, 200, { status: 'alive' });
    if (path === '/readyz') {
      const { ready, body } = await health.readiness();
      return respondJson(response, ready ? 200 : 503, body);
    }
    if (path === '/health') {
      const whole = await health.whole();
      return respondJson(response, whole.status === 'stopping' ? 503 : 200, whole);
    }
    // Probes, above, come by address.
    if (!hosts.admits(request)) return respondError(request, response, 421, 'BAD_USER_INPUT', WRONG_HOST);
    const testKey = testDoor?.keyIn(request) ?? null;
    if (testKey !== null) return testDoor!.serve(request, response, testKey, given);
    if (path === GRAPHQL_PATH) return graphql.serve(request, response, given);
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (isReading) {
      if (path === '/') {
        if (await webApp?.start(request, response, path)) return;
        return explorer && wantsPage(request) ? redirect(response, EXPLORER_PATH) : respondJson(response, 200, { graphql: GRAPHQL_PATH });
      }
      if (await explorer?.(request, response, path)) return;
      if (await sites(request, response, path)) return;
      if (await webApp?.files(request, response, path)) return;
    }
    if (await schemaPage.serve(request, response, path)) return;
    if (await files.serve(request, response, path)) return;
    if (await publicRoutes.serve(request, response, path, callerOf(null, given))) return;
    if (isReading && (await webApp?.page(request, response, path))) return;
    origins.decorate(request, response);
    respondError(request, response, 404, 'NOT_FOUND', `There is nothing at this path. The API is at ${GRAPHQL_PATH}.`);
  }
}
