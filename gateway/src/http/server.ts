import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { GraphError, type Logger } from '@marquee/platform';
import { bearerToken, type Identity, type TokenVerifier } from '../authenticate';
import { CORRELATION_HEADER, callerOf, circumstances, type Circumstances } from '../caller';
import type { Health } from '../health';
import type { GatewaySettings } from '../settings';
import type { OperationLog } from '../watching/operation-log';
import { RateLimited } from '../limits/rate/refused';
import { answer, answerError, answerErrors, answerJson, answerUnread, redirect } from './respond';
import { BodyRefused, readJson } from './body';
import { ClientErrors } from './client-errors';
import { answerCompressed, chooseEncoding, COMPRESS_FROM_BYTES, type Encoding } from './compression';
import type { GraphqlFront, HttpContext } from './graphql';
import type { MultipartEndpoint } from '../subscriptions/multipart';
import type { Origins } from './origins';

export const GRAPHQL_PATH = '/graphql';
export const EXPLORER_PATH = '/explorer';

/** Node looks so often for clients that take too long: its own half minute would let them stay four times as long as they may. */
const LOOK_EVERY_MS = 1_000;
const KEEP_ALIVE_MS = 65_000;
const SWEEP_EVERY_MS = 50;

/** Serves what belongs to a path, or answers false. */
export type Pages = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>;

export interface FrontOptions {
  readonly graphql: GraphqlFront;
  readonly streams: MultipartEndpoint;
  readonly verifier: TokenVerifier;
  readonly health: Health;
  readonly origins: Origins;
  readonly explorer: Pages | null;
  readonly settings: GatewaySettings;
  readonly operations: OperationLog;
  readonly logger: Logger;
}

/** Everything the gateway answers over plain HTTP. */
export class HttpFront {
  readonly server: Server;
  private readonly clientErrors = new ClientErrors();

  constructor(private readonly options: FrontOptions) {
    const { http, operationTimeoutMs } = options.settings;
    const limits = {
      headersTimeout: http.headersWithinMs,
      requestTimeout: http.requestWithinMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: LOOK_EVERY_MS,
      // Node would refuse what has none without a word.
      requireHostHeader: false,
    };
    this.server = createServer(limits, (request, response) => void this.serve(request, response));
    // A connection on which nothing moves for longer than any operation takes has a client that does not read.
    this.server.timeout = operationTimeoutMs + http.stalledMs;
    this.server.on('clientError', (error, socket) => this.clientErrors.refuse(error, socket));
    this.server.on('checkExpectation', (request, response) => {
      answerError(request, response, 417, 'BAD_USER_INPUT', 'No expectation but 100-continue can be met.');
    });
  }

  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => this.server.once('error', reject).listen(port, host, () => resolve()));
  }

  /** Takes no new connections, lets what is under way finish, and gives up on what takes longer than that. */
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
    const given = circumstances(request, this.options.settings.trustedProxies);
    response.setHeader(CORRELATION_HEADER, given.correlationId);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('x-frame-options', 'DENY');
    response.setHeader('referrer-policy', 'no-referrer');
    if (this.options.health.stopping) response.setHeader('connection', 'close');
    try {
      await this.route(request, response, given);
    } catch (error) {
      this.options.logger.error({ err: error, correlationId: given.correlationId }, 'request failed');
      if (response.headersSent) response.destroy();
      else
        answerError(
          request,
          response,
          500,
          'INTERNAL_SERVER_ERROR',
          'Something went wrong on our side. Try again; if it stays, tell us the correlation id.',
        );
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse, given: Circumstances): Promise<void> {
    if (request.headers.host === undefined && request.httpVersionMinor > 0)
      return answerError(request, response, 400, 'BAD_USER_INPUT', 'HTTP/1.1 wants a host header.');
    const path = pathOf(request.url);
    if (path === GRAPHQL_PATH) return this.serveGraphql(request, response, given);
    if (path === '/livez') return answerJson(response, 200, { status: 'alive' });
    if (path === '/readyz') {
      const { ready, body } = await this.options.health.readiness();
      return answerJson(response, ready ? 200 : 503, body);
    }
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (path === '/')
        return this.options.explorer && wantsPage(request)
          ? redirect(response, EXPLORER_PATH)
          : answerJson(response, 200, { graphql: GRAPHQL_PATH });
      if (await this.options.explorer?.(request, response, path)) return;
    }
    this.options.origins.decorate(request, response);
    answerError(request, response, 404, 'NOT_FOUND', `There is nothing at this path. The API is at ${GRAPHQL_PATH}.`);
  }

  private async serveGraphql(request: IncomingMessage, response: ServerResponse, given: Circumstances): Promise<void> {
    if (request.method === 'OPTIONS') return this.options.origins.preflight(request, response);
    this.options.origins.decorate(request, response);
    if (request.method === 'GET' && this.options.explorer && wantsPage(request) && !ASKS.test(request.url ?? ''))
      return redirect(response, EXPLORER_PATH);
    const startedAt = performance.now();
    const trace = this.options.operations.begun(request.headers);
    const outcome: HttpContext['outcome'] = { operation: null, codes: [] };
    let identity: Identity | null = null;
    let status = 500;
    try {
      identity = await this.identify(request);
      if (request.method === 'POST') this.clientErrors.begins(request);
      const body = request.method === 'POST' ? await readJson(request, this.options.settings.maxBodyBytes) : undefined;
      const context: HttpContext = { caller: callerOf(identity?.viewer ?? null, given), left: whenGone(response), outcome, trace };
      const result = await this.options.graphql.answer(request, body, context);
      if ('joining' in result) {
        const end = await this.options.streams.serve(request, response, result, identity);
        status = end.status;
        outcome.codes = end.codes;
        outcome.events = end.events;
        return;
      }
      status = result.status;
      const encoding = this.encodingOf(request, result.body);
      if (encoding) await answerCompressed(response, result, encoding);
      else answer(response, status, result.contentType, result.body, result.headers);
    } catch (error) {
      status = this.refuse(request, response, await this.counted(error, response, given), outcome);
    } finally {
      const { operation, codes, events, planCached } = outcome;
      const caller = callerOf(identity?.viewer ?? null, given);
      this.options.operations.finished({ operation, caller, startedAt, codes, trace, more: { status, events, planCached } });
    }
  }

  /** Whoever comes with tokens that are none does not come for long: that is limited like a visitor's operations. */
  private async counted(error: unknown, response: ServerResponse, given: Circumstances): Promise<unknown> {
    if (!(error instanceof GraphError) || error.code !== 'UNAUTHENTICATED') return error;
    try {
      await this.options.graphql.countStranger(callerOf(null, given), whenGone(response));
      return error;
    } catch (limited) {
      return limited;
    }
  }

  private encodingOf(request: IncomingMessage, body: string): Encoding | null {
    if (!this.options.settings.compression || body.length < COMPRESS_FROM_BYTES) return null;
    return chooseEncoding(request.headers['accept-encoding']);
  }

  /** Answers what stopped a request before it was an operation; anything unexpected goes on up. */
  private refuse(request: IncomingMessage, response: ServerResponse, error: unknown, outcome: HttpContext['outcome']): number {
    if (error instanceof GraphError && error.code === 'UNAUTHENTICATED') {
      outcome.codes = [error.code];
      answerError(request, response, 401, error.code, error.message, { 'www-authenticate': 'Bearer' });
      return 401;
    }
    if (error instanceof RateLimited) {
      outcome.codes = [error.code];
      const headers = { ...error.headers, 'retry-after': String(error.retryAfterSeconds) };
      answerErrors(request, response, error.status, [{ message: error.message, extensions: { ...error.extensions } }], headers);
      return error.status;
    }
    if (error instanceof GraphError && error.code === 'SUBGRAPH_UNAVAILABLE') {
      outcome.codes = [error.code];
      answerError(request, response, 503, error.code, error.message, { 'retry-after': '5' });
      return 503;
    }
    if (error instanceof BodyRefused) {
      outcome.codes = ['BAD_USER_INPUT'];
      const refuse = error.status === 413 ? answerUnread : answerError;
      refuse(request, response, error.status, 'BAD_USER_INPUT', error.message);
      return error.status;
    }
    throw error;
  }

  /** No token at all is a visitor. A token that is wrong is never treated as none: the client would silently see less. */
  private async identify(request: IncomingMessage): Promise<Identity | null> {
    const token = bearerToken(request.headers.authorization);
    if (token === null) return null;
    if (token === undefined)
      throw new GraphError('UNAUTHENTICATED', 'The authorization header must be of the form: Bearer <access token>.');
    return this.options.verifier.verify(token);
  }
}

function whenGone(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort(new Error('The client has left.'));
  });
  return left.signal;
}

const ASKS = /[?&](query|documentId|extensions)=/;
const ORIGIN = /^https?:\/\/[^/?]*/i;

/** Proxies may send the whole address (RFC 9112, 3.2.2). */
function pathOf(url = '/'): string {
  const [path = ''] = (url.startsWith('/') ? url : url.replace(ORIGIN, '')).split('?', 1);
  return path || '/';
}

const wantsPage = (request: IncomingMessage) => /\btext\/html\b/.test(request.headers.accept ?? '');
