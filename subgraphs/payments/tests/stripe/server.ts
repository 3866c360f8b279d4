import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { MovableClock, type Clock } from '@marquee/platform';
import type Stripe from 'stripe';
import { API_VERSION, Account, DELAYS, token, type Delays } from './account';
import { checkExpand, expanded } from './answers';
import { check, formOf, type Checked, type Endpoint } from './checking';
import { Controls } from './controls';
import { Faults, type Fault } from './faults';
import { Idempotency, type Answer } from './idempotency';
import { Refusal, invalid } from './refusal';
import { kindOf, routeOf, run } from './routes';
import { Webhooks } from './webhooks';

export interface StripeServerOptions {
  /** Time as the server knows it: a clock shared with the product, or one of its own that goes on by itself and is moved by `advance`. */
  clock?: Clock & { advance?(milliseconds: number): void };
  delays?: Partial<Delays>;
  /** Events go out as they happen; otherwise `webhooks.deliver` sends them. */
  automaticWebhooks?: boolean;
}

/** A request as it arrived, with what was answered; the status is undefined when no answer was sent. */
export interface Seen {
  method: string;
  path: string;
  params: Checked;
  headers: IncomingMessage['headers'];
  requestId: string;
  status: number | undefined;
}

/**
 * A server on this machine that behaves as Stripe's API does in test mode, for API version 2026-10-28.endive:
 *
 *     const server = await StripeServer.start();
 *     const stripe = new Stripe(server.key, server.config);
 *     …
 *     await server.close();
 */
export class StripeServer extends Controls {
  /** A secret key of test mode; every other key is refused with 401. */
  readonly key = `sk_test_${token(24)}`;
  readonly faults = new Faults();
  /** All requests since the start. */
  readonly requests: Seen[] = [];
  private readonly idempotency = new Idempotency();
  /** What requests under way are changing. */
  private readonly locked = new Set<string>();
  private readonly http = createServer((request, response) => {
    this.serve(request, response).catch((error: Error) => {
      // A fault of this server, not of Stripe: the test should see it.
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { type: 'api_error', message: `The test server failed: ${error.stack}` } }));
    });
  });

  private constructor(account: Account, webhooks: Webhooks, clock: NonNullable<StripeServerOptions['clock']>) {
    super(account, webhooks, clock);
  }

  static async start(options: StripeServerOptions = {}): Promise<StripeServer> {
    const webhooks = new Webhooks(options.automaticWebhooks ?? false);
    const clock = options.clock ?? new MovableClock();
    const account = new Account(clock, { ...DELAYS, ...options.delays }, (event) => webhooks.announce(event));
    webhooks.account = account;
    const server = new StripeServer(account, webhooks, clock);
    await new Promise<void>((resolve) => server.http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Points Stripe's SDK here. */
  get config(): { host: string; port: number; protocol: 'http' } {
    return { host: '127.0.0.1', port: this.port, protocol: 'http' };
  }

  async close(): Promise<void> {
    this.webhooks.close();
    await new Promise<void>((resolve) => {
      this.http.close(() => resolve());
      this.http.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = `req_${token(14)}`;
    const address = new URL(request.url!, this.url);
    const route = routeOf(request.method!, address.pathname);
    const methodAndPath = `${request.method} ${address.pathname}`;
    const body = await text(request);
    const seen: Seen = {
      method: request.method!,
      path: address.pathname,
      params: {},
      headers: request.headers,
      requestId,
      status: undefined,
    };
    this.requests.push(seen);
    const fault = this.faults.take(route?.endpoint ?? methodAndPath, methodAndPath);
    if (fault?.kind === 'reset') return void request.socket.resetAndDestroy();
    if (fault?.kind === 'silence' && !fault.effect) return;

    const answer = await this.answer(request, address, body, route, seen, fault);
    if (fault?.kind === 'lost') return void request.socket.destroy();
    if (fault?.kind === 'silence') return;
    seen.status = answer.status;
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer.body),
      'request-id': requestId,
      'stripe-version': API_VERSION,
      ...(typeof request.headers['idempotency-key'] === 'string' && { 'idempotency-key': request.headers['idempotency-key'] }),
    });
    if (fault?.kind === 'cut') {
      response.write(answer.body.slice(0, answer.body.length / 2), () => request.socket.destroy());
      return;
    }
    response.end(answer.body);
    this.account.runDue();
  }

  private async answer(
    request: IncomingMessage,
    address: URL,
    body: string,
    route: { endpoint: Endpoint; id: string } | undefined,
    seen: Seen,
    fault: Fault | undefined,
  ): Promise<Answer> {
    const refused = (error: unknown): Answer => {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: error.body(seen.requestId, this.account.id), headers: error.headers };
    };
    const { method, requestId } = seen;
    const key = method === 'POST' ? (request.headers['idempotency-key'] as string | undefined) : undefined;
    const endpoint = address.pathname;
    let params: Checked;
    let canonical: string;
    try {
      if (fault?.kind === 'too-many') throw tooMany(fault.retryAfter);
      if (fault?.kind === 'error' && !fault.effect && !keeps(fault)) throw stripesOwn(fault.status);
      this.authorize(request);
      if (!route) {
        throw new Refusal(404, {
          type: 'invalid_request_error',
          message: `Unrecognized request URL (${method}: ${endpoint}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
        });
      }
      const form = formOf(method === 'POST' ? formEncoded(request, body) : address.search.slice(1));
      canonical = JSON.stringify(sorted(form));
      this.account.runDue();
      const before = key === undefined ? undefined : this.idempotency.find(key, endpoint, canonical, this.account.milliseconds());
      if (before) return before;
      params = check(route.endpoint, form);
      checkExpand(kindOf(route.endpoint), params.expand as string[] | undefined);
      seen.params = params;
    } catch (error) {
      return refused(error);
    }

    const object = method === 'POST' ? route.id || String(params.payment_intent ?? params.charge ?? '') : '';
    if (this.locked.has(object)) return refused(lockTimeout());
    if (key !== undefined) this.idempotency.begin(key, endpoint, canonical, this.account.milliseconds(), requestId);
    if (object) this.locked.add(object);
    try {
      if (fault?.kind === 'pause') await fault.until.catch(() => undefined);
      const done = this.perform(route, params, { id: requestId, idempotency_key: key ?? null }, fault, refused);
      const keep = key !== undefined && (fault?.kind !== 'error' || keeps(fault) || fault.effect);
      if (keep) this.idempotency.keep(key, done.kept);
      else if (key !== undefined) this.idempotency.forget(key);
      return done.sent;
    } catch (error) {
      if (key !== undefined) this.idempotency.forget(key);
      throw error;
    } finally {
      this.locked.delete(object);
    }
  }

  /** Does the request, and returns what is kept under its key and what is sent. */
  private perform(
    { endpoint, id }: { endpoint: Endpoint; id: string },
    params: Checked,
    request: Stripe.Event.Request,
    fault: Fault | undefined,
    refused: (error: unknown) => Answer,
  ): { kept: Answer; sent: Answer } {
    const attempt = (work: () => Answer): Answer => {
      try {
        return work();
      } catch (error) {
        return refused(error);
      }
    };
    const failure = fault?.kind === 'error' ? refused(stripesOwn(fault.status)) : undefined;
    if (failure && fault?.kind === 'error' && !fault.effect) return { kept: failure, sent: failure };
    const real = attempt(() => {
      this.account.request = request;
      try {
        const answer = expanded(this.account, run(endpoint, this.account, params, id), params.expand as string[] | undefined);
        return { status: 200, body: JSON.stringify(answer, null, 2), headers: {} };
      } finally {
        this.account.request = null;
      }
    });
    if (!failure) return { kept: real, sent: real };
    return { kept: fault?.kind === 'error' && keeps(fault) ? failure : real, sent: failure };
  }

  private authorize({ headers }: IncomingMessage): void {
    const [scheme, credentials = ''] = (headers.authorization ?? '').split(' ');
    const given = /^basic$/i.test(scheme!) ? Buffer.from(credentials, 'base64').toString().split(':')[0]! : credentials;
    if (!given) {
      throw new Refusal(401, {
        type: 'invalid_request_error',
        message:
          'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth ' +
          "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details.",
      });
    }
    if (given !== this.key) {
      const hidden = `${given.slice(0, 8)}${'*'.repeat(Math.max(0, given.length - 12))}${given.length > 12 ? given.slice(-4) : ''}`;
      throw new Refusal(401, { type: 'invalid_request_error', message: `Invalid API Key provided: ${hidden}` });
    }
    const version = headers['stripe-version'];
    if (version !== undefined && version !== API_VERSION) {
      throw invalid(`Invalid Stripe API version: ${String(version)}. This account speaks ${API_VERSION}.`);
    }
  }
}

const keeps = ({ kept, status }: Extract<Fault, { kind: 'error' }>): boolean => kept ?? (status ?? 500) === 500;

const stripesOwn = (status = 500): Refusal =>
  new Refusal(status, { type: 'api_error', message: 'An unknown error occurred' }, status === 500 ? {} : { 'stripe-should-retry': 'true' });

const lockTimeout = (): Refusal =>
  new Refusal(429, {
    type: 'invalid_request_error',
    code: 'lock_timeout',
    message:
      'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this ' +
      'error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single ' +
      'object, make your requests serially or at a lower rate.',
  });

const tooMany = (retryAfter: number | undefined): Refusal =>
  new Refusal(
    429,
    {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.',
    },
    { 'stripe-rate-limited-reason': 'global-rate', ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) },
  );

function formEncoded(request: IncomingMessage, body: string): string {
  if (body && !/^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '')) {
    throw invalid(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at ' +
        'https://support.stripe.com/.',
    );
  }
  return body;
}

/** The same form whatever the order of its fields. */
const sorted = (value: unknown): unknown =>
  value && typeof value === 'object'
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, one]) => [name, sorted(one)]),
      )
    : value;
