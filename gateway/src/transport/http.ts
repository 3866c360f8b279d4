import { setTimeout } from 'node:timers/promises';
import { PASSPORT_HEADER, type PassportOffice } from '@marquee/platform';
import { Pool } from 'undici';
import { Breaker } from './breaker';
import { Reception, TimeIsUp, type Received } from './reception';
import { SubgraphUnavailable, type SubgraphAnswer, type SubgraphCall, type SubgraphOperation, type SubgraphTransport } from './transport';
import { UpstreamSocket } from './upstream-socket';

export interface HttpTransportOptions {
  readonly service: string;
  readonly url: string;
  /** Absent: calls carry no identity, for supergraphs of subgraphs that are not Marquee's. */
  readonly passports: PassportOffice | null;
  readonly timeoutMs: number;
  readonly breaker?: Breaker;
}

const CONNECTIONS = 64;
const CONNECT_TIMEOUT_MS = 1_500;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
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
/** Connections that broke; a query may be sent again. */
const BROKEN: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** The way to a subgraph over the network: HTTP on kept connections for queries and mutations, graphql-ws for subscriptions. */
export class HttpTransport implements SubgraphTransport {
  readonly writes = true;
  private readonly pool: Pool;
  private readonly heads = new WeakMap<SubgraphOperation, string>();
  private readonly path: string;
  private readonly breaker: Breaker;
  private readonly socket: UpstreamSocket;

  constructor(private readonly options: HttpTransportOptions) {
    const url = new URL(options.url);
    this.path = url.pathname + url.search;
    this.pool = new Pool(url.origin, {
      connections: CONNECTIONS,
      pipelining: 1,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      keepAliveTimeout: 30_000,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
    this.breaker = options.breaker ?? new Breaker(options.service);
    this.socket = new UpstreamSocket(options);
  }

  execute(call: SubgraphCall): Promise<SubgraphAnswer> {
    const body = this.headOf(call.operation) + (call.variablesText ?? JSON.stringify(call.variables)) + '}';
    return this.breaker.run(() => this.try(call, body), isSubgraphsFault);
  }

  async subscribe(call: SubgraphCall): Promise<AsyncIterable<SubgraphAnswer>> {
    return this.socket.subscribe(call);
  }

  async close(): Promise<void> {
    await this.socket.close();
    await this.pool.close();
  }

  /** One time limit for all tries together: a retry must not make the client wait twice as long. */
  private async try(call: SubgraphCall, body: string): Promise<SubgraphAnswer> {
    const { service, timeoutMs } = this.options;
    const tries = call.operation.kind === 'query' ? QUERY_TRIES : 1;
    const deadline = performance.now() + timeoutMs;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.post(call, body, deadline - performance.now());
      } catch (error) {
        if (error instanceof SubgraphUnavailable || call.signal.aborted) throw error;
        if (error instanceof TimeIsUp) throw new SubgraphUnavailable(service, `no answer within ${timeoutMs} ms`, false, { cause: error });
        const { code } = error as { code?: unknown };
        const neverSent = NEVER_SENT.has(code);
        if (attempt >= tries || !(neverSent || BROKEN.has(code)))
          throw new SubgraphUnavailable(service, (error as Error).message, neverSent, { cause: error });
        await setTimeout(RETRY_PAUSE_MS * attempt);
      }
    }
  }

  private async post(call: SubgraphCall, body: string, timeoutMs: number): Promise<SubgraphAnswer> {
    const { service, passports } = this.options;
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'x-correlation-id': call.caller.correlationId,
    };
    // A passport is good for one use: each try has its own.
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

/** GraphQL errors may come with any status below 500 (GraphQL over HTTP); what is no GraphQL answer at all is a failure. */
function readAnswer(service: string, status: number, text: string): SubgraphAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new SubgraphUnavailable(service, `status ${status}, and the body is not JSON`);
  }
  if (!isAnswer(answer) || (status >= 500 && !answer.data))
    throw new SubgraphUnavailable(service, `status ${status}, and the body is no GraphQL answer`);
  return answer;
}

function isAnswer(value: unknown): value is SubgraphAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { data, errors } = value as { data?: unknown; errors?: unknown };
  const dataFits = data === undefined || data === null || (typeof data === 'object' && !Array.isArray(data));
  const errorsFit = errors === undefined || (Array.isArray(errors) && errors.every((error) => typeof error === 'object' && error !== null));
  return dataFits && errorsFit && (data !== undefined || (Array.isArray(errors) && errors.length > 0));
}

const isSubgraphsFault = (error: unknown) => error instanceof SubgraphUnavailable;
