import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  PASSPORT_HEADER,
  signedPart,
  type Caller,
  type Logger,
  type PassportOffice,
  type PublicHandler,
  type PublicResponse,
} from '@marquee/platform';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../client-network';
import { BodyRefused, readBytes, readJson } from './body';
import { respondError, respondUnread } from './respond';

/** A public address of a subgraph beside the API, to which requests are passed on. */
export interface PublicRoute {
  readonly methods: readonly string[];
  /** 0 for none. */
  readonly maxBodyBytes: number;
  /** True: the body is passed on byte for byte, for signatures over it. False: it has to be JSON. */
  readonly raw: boolean;
  /** Requests in a minute from one address, counted by each gateway for itself and beside all other rates. */
  readonly perMinute: number;
  readonly subgraph: string;
  /** The subgraph's own address, or its handler where it runs in this process. */
  readonly to: URL | PublicHandler;
}

export interface ForwardOptions {
  readonly passports: PassportOffice | null;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly logger: Logger;
}

const MINUTE_SECONDS = 60;

/** What belongs to one connection, says who somebody is to others, or is the gateway's own affair. */
const NOT_PASSED = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
  ...['host', 'content-length', 'cookie', 'set-cookie', PASSPORT_HEADER],
]);

/** Passes the requests of one public route on to its subgraph, signed as operations are, and the answers back. */
export class PublicForward {
  private readonly rate: RateLimiterMemory;

  constructor(
    private readonly route: PublicRoute,
    private readonly options: ForwardOptions,
  ) {
    this.rate = new RateLimiterMemory({ points: route.perMinute, duration: MINUTE_SECONDS });
  }

  get methods(): readonly string[] {
    return this.route.methods;
  }

  async serve(request: IncomingMessage, response: ServerResponse, path: string, caller: Caller): Promise<void> {
    const { route, options } = this;
    const { method = 'GET' } = request;
    const url = new URL(path + searchOf(request), 'http://route.invalid');
    // What a URL makes another path of could lead out of the route.
    if (url.pathname !== path) return respondError(request, response, 404, 'NOT_FOUND', 'There is nothing at this path.');
    if (!route.methods.includes(method))
      return respondError(request, response, 405, 'BAD_USER_INPUT', `Use ${route.methods.join(' or ')}.`, {
        allow: route.methods.join(', '),
      });
    const wait = await this.count(caller.ip);
    if (wait > 0)
      return respondError(request, response, 429, 'RATE_LIMITED', 'Too many requests from this address.', { 'retry-after': String(wait) });
    let body: Buffer;
    try {
      body = await this.bodyOf(request);
    } catch (error) {
      if (!(error instanceof BodyRefused)) throw error;
      const write = error.status === 413 ? respondUnread : respondError;
      return write(request, response, error.status, 'BAD_USER_INPUT', error.message);
    }
    try {
      const answer = await this.pass(method, url, passedOn(request.headers), body, caller);
      if (response.headersSent || response.destroyed) return;
      const headers = passedOn(answer.headers ?? {});
      response.writeHead(answer.status, { 'cache-control': 'no-store', ...headers }).end(answer.body);
    } catch (error) {
      options.logger.warn(
        { err: error, path, subgraph: route.subgraph, correlationId: caller.correlationId },
        'a public request was not answered',
      );
      respondError(request, response, 503, 'SUBGRAPH_UNAVAILABLE', 'This is not available at the moment.', { 'retry-after': '5' });
    }
  }

  private async bodyOf(request: IncomingMessage): Promise<Buffer> {
    const { maxBodyBytes, raw } = this.route;
    if (raw) return readBytes(request, maxBodyBytes);
    const json = await readJson(request, maxBodyBytes);
    if (json !== undefined) return Buffer.from(JSON.stringify(json));
    if (request.method === 'GET' || request.method === 'HEAD') return Buffer.alloc(0);
    throw new BodyRefused(415, 'Send JSON, as content-type application/json.');
  }

  private async pass(method: string, url: URL, headers: Record<string, string>, body: Buffer, caller: Caller): Promise<PublicResponse> {
    const { to, subgraph } = this.route;
    const { passports, timeoutMs, maxAnswerBytes } = this.options;
    const { pathname: path, search } = url;
    if (!(to instanceof URL)) return to({ method, path, query: search.slice(1), headers, body, caller });
    const passport = passports?.sign(subgraph, caller, signedPart(method, path + search, body));
    const response = await fetch(new URL(path + search, to), {
      method,
      headers: { ...headers, 'x-correlation-id': caller.correlationId, ...(passport ? { [PASSPORT_HEADER]: passport } : {}) },
      body: method === 'GET' || method === 'HEAD' ? undefined : new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    // A subgraph that refuses the gateway is not set up for it, which is nothing to the client.
    if (response.status >= 500 || (response.status === 401 && (await response.clone().text()).includes('PASSPORT_REFUSED')))
      throw new Error(`status ${response.status}`);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await within(response, maxAnswerBytes) };
  }

  /** Returns how many seconds to wait; 0 for none. */
  private async count(ip: string | undefined): Promise<number> {
    if (ip === undefined) return 0;
    const result = await this.rate.consume(networkOf(ip)).catch((limited: RateLimiterRes) => limited);
    return result.consumedPoints > this.route.perMinute ? Math.max(1, Math.ceil(result.msBeforeNext / 1000)) : 0;
  }
}

const searchOf = ({ url = '' }: IncomingMessage) => {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at);
};

/** Compressed answers were opened on the way. */
const passedOn = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value !== 'string' || NOT_PASSED.has(name) || name.startsWith('x-forwarded-') || name === 'content-encoding'
        ? []
        : [[name, value]],
    ),
  );

async function within(response: Response, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > limit) throw new Error(`an answer of more than ${limit} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}
