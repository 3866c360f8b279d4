import { setTimeout as pause } from 'node:timers/promises';
import { PASSPORT_HEADER, type PassportOffice } from '@marquee/platform';
import { Pool } from 'undici';
import { Breaker, type BreakerSettings } from './breaker';
import { Bulkhead, type BulkheadSettings } from './bulkhead';
import { readAnswer } from './read-answer';
import { Reception, TimeIsUp, type Received } from './reception';
import { RetryBudget } from './retry-budget';
import {
  AnswerTooLarge,
  SubgraphUnavailable,
  type SubgraphAnswer,
  type SubgraphCall,
  type SubgraphOperation,
  type SubgraphTransport,
  type TransportCondition,
} from './transport';
import { UpstreamSocket, type UpstreamSettings } from './upstream-socket';

export interface HttpTransportOptions {
  readonly service: string;
  readonly url: string;
  /** Null: calls carry no identity, for subgraphs that are not Marquee's. */
  readonly passports: PassportOffice | null;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly bulkhead: BulkheadSettings;
  readonly breaker: BreakerSettings;
  readonly upstream: UpstreamSettings;
}

const CONNECT_TIMEOUT_MS = 1_500;
/** Calls under way at the end may finish, but not keep the process. */
const CLOSE_WITHIN_MS = 2_000;
const QUERY_TRIES = 3;
const RETRY_PAUSE_MS = 50;

/** Connections that failed before the request was on its way: nothing can have happened. */
const NEVER_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const HEALTH_WITHIN_MS = 2_000;
/** Connections that broke; a query may be sent again. */
const BROKEN: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** The way to a subgraph over the network: HTTP on kept connections for queries and mutations, graphql-ws for subscriptions. */
export class HttpTransport implements SubgraphTransport {
  readonly writes = true;
  private readonly pool: Pool;
  private readonly heads = new WeakMap<SubgraphOperation, string>();
  private readonly path: string;
  private readonly bulkhead: Bulkhead;
  private readonly breaker: Breaker;
  private readonly retries = new RetryBudget();
  private readonly socket: UpstreamSocket;

  constructor(private readonly options: HttpTransportOptions) {
    const url = new URL(options.url);
    this.path = url.pathname + url.search;
    this.pool = new Pool(url.origin, {
      connections: options.bulkhead.calls,
      pipelining: 1,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      keepAliveTimeout: 30_000,
      maxResponseSize: options.maxAnswerBytes,
    });
    this.bulkhead = new Bulkhead(options.service, options.bulkhead);
    this.breaker = new Breaker(options.service, options.breaker);
    this.socket = new UpstreamSocket(options);
  }

  /** Asked at the subgraph's own address, past the line and the breaker: these say what its calls have shown. */
  readonly health = async (): Promise<{ status: string } | null> => {
    const answer = await this.pool.request({ method: 'GET', path: '/health', signal: AbortSignal.timeout(HEALTH_WITHIN_MS) });
    const body: unknown = await answer.body.json().catch(() => null);
    const { status, checks } = (body ?? {}) as { status?: unknown; checks?: unknown };
    return typeof status === 'string' ? { status, ...(checks === undefined ? {} : { checks }) } : null;
  };

  get condition(): TransportCondition {
    return { circuit: this.breaker.state, ...this.bulkhead.state };
  }

  /** The line is before the breaker: when that opens, the line empties at once; and waiting is no failure of the subgraph. */
  execute(call: SubgraphCall): Promise<SubgraphAnswer> {
    if (this.breaker.refuses) return Promise.reject(this.breaker.refusal());
    return this.bulkhead.run(call.signal, () => this.breaker.run(() => this.try(call), isSubgraphsFault));
  }

  async subscribe(call: SubgraphCall): Promise<AsyncIterable<SubgraphAnswer>> {
    return this.socket.subscribe(call);
  }

  async close(): Promise<void> {
    await this.socket.close();
    const deadline = setTimeout(() => void this.pool.destroy().catch(() => undefined), CLOSE_WITHIN_MS);
    await this.pool.close();
    clearTimeout(deadline);
  }

  /** One time limit for all tries together: a retry must not make the client wait twice as long. */
  private async try(call: SubgraphCall): Promise<SubgraphAnswer> {
    const { timeoutMs } = this.options;
    const body = this.headOf(call.operation) + (call.variablesText ?? JSON.stringify(call.variables)) + '}';
    const tries = call.operation.kind === 'query' ? QUERY_TRIES : 1;
    const deadline = performance.now() + timeoutMs;
    this.retries.earn();
    for (let attempt = 1; ; attempt++) {
      let failure: SubgraphUnavailable;
      try {
        return await this.post(call, body, deadline - performance.now());
      } catch (error) {
        if (error instanceof SubgraphUnavailable || call.signal.aborted) throw error;
        failure = this.describe(error);
        if (attempt >= tries || !(failure.neverSent || BROKEN.has((error as { code?: unknown }).code)) || !this.retries.spend())
          throw failure;
      }
      await pause(RETRY_PAUSE_MS * attempt);
      if (call.signal.aborted) throw call.signal.reason;
      if (performance.now() >= deadline) throw failure;
    }
  }

  private describe(error: unknown): SubgraphUnavailable {
    const { service, timeoutMs, maxAnswerBytes } = this.options;
    if (error instanceof TimeIsUp) return new SubgraphUnavailable(service, `no answer within ${timeoutMs} ms`, false, { cause: error });
    const { code, message } = error as { code?: unknown; message: string };
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
      return new AnswerTooLarge(service, `an answer of more than ${maxAnswerBytes} bytes`, false, { cause: error });
    return new SubgraphUnavailable(service, message, NEVER_SENT.has(code), { cause: error });
  }

  private async post(call: SubgraphCall, body: string, timeoutMs: number): Promise<SubgraphAnswer> {
    const { service, passports } = this.options;
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'x-correlation-id': call.caller.correlationId,
      ...call.headers,
    };
    // A passport is valid once: each try has its own.
    if (passports) headers[PASSPORT_HEADER] = passports.sign(service, call.caller, body);
    const { status, text } = await new Promise<Received>((resolve, reject) => {
      this.pool.dispatch({ method: 'POST', path: this.path, headers, body }, new Reception(call.signal, timeoutMs, resolve, reject));
    });
    return readAnswer(service, status, text);
  }

  /** The part of a body that is the same each time. */
  private headOf(operation: SubgraphOperation): string {
    let head = this.heads.get(operation);
    if (head === undefined) {
      const { query, operationName } = operation;
      head = `${JSON.stringify({ query, operationName }).slice(0, -1)},"variables":`;
      this.heads.set(operation, head);
    }
    return head;
  }
}

const isSubgraphsFault = (error: unknown) => error instanceof SubgraphUnavailable && !(error instanceof AnswerTooLarge);
