import { operationBody, type PassportOffice } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { EventQueue } from './event-queue';
import { isAnswer } from './answer';
import { SubgraphUnavailable, type SubgraphAnswer, type SubgraphCall } from './transport';

export interface UpstreamSettings {
  /** A socket on which nothing else goes on is asked so often whether it is still there. */
  readonly pingMs: number;
  /** For each thing the other side has to answer: the handshake, the protocol's greeting, a ping. */
  readonly answerWithinMs: number;
}

const IDLE_CLOSE_MS = 500;
const CLOSE_WITHIN_MS = 1_000;
const MAX_EVENTS_WAITING = 10_000;

export interface UpstreamOptions {
  readonly service: string;
  readonly url: string;
  readonly passports: PassportOffice | null;
  readonly maxAnswerBytes: number;
  readonly upstream: UpstreamSettings;
}

/**
 * All subscriptions to one subgraph on one socket (graphql-ws). The socket opens with the first subscription and anew after it was
 * lost. A stream that was lost with it ends with an error: whoever reads it knows whether, and from where, it can be taken up again.
 */
export class UpstreamSocket {
  private readonly client: Client;
  private pongTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: UpstreamOptions) {
    const { pingMs, answerWithinMs } = options.upstream;
    this.client = createClient({
      url: options.url.replace(/^http/, 'ws'),
      webSocketImpl: boundedSocket(options.maxAnswerBytes, answerWithinMs),
      lazyCloseTimeout: IDLE_CLOSE_MS,
      keepAlive: pingMs,
      connectionAckWaitTimeout: answerWithinMs,
      retryAttempts: 0,
      on: {
        ping: (received) => {
          if (!received) this.awaitPong();
        },
        pong: (received) => {
          if (received) clearTimeout(this.pongTimer);
        },
        closed: () => clearTimeout(this.pongTimer),
      },
    });
  }

  subscribe({ operation, variables, caller, signal, live }: SubgraphCall): AsyncIterable<SubgraphAnswer> {
    const { service, passports } = this.options;
    const payload = { query: operation.query, variables, operationName: operation.operationName };
    let unsubscribe = () => {};
    const stop = () => {
      signal.removeEventListener('abort', stop);
      unsubscribe();
      queue.complete();
    };
    const queue = new EventQueue<SubgraphAnswer>(
      MAX_EVENTS_WAITING,
      stop,
      () => new SubgraphUnavailable(service, 'more events than can be passed on'),
    );
    const leave = this.client.subscribe<Record<string, unknown>>(
      {
        ...payload,
        extensions: {
          ...(live ? { live } : {}),
          ...(passports ? { passport: passports.sign(service, caller, operationBody({ ...payload, live })) } : {}),
        },
      },
      {
        next: (answer) => {
          if (isAnswer(answer)) return queue.push(answer);
          queue.fail(new SubgraphUnavailable(service, 'an event that is no GraphQL answer'));
          stop();
        },
        complete: () => queue.complete(),
        error: (error) => {
          if (!isRefusal(error)) return queue.fail(new SubgraphUnavailable(service, describe(error), false, { cause: error }));
          queue.push({ errors: error });
          queue.complete();
        },
      },
    );
    unsubscribe = leave;
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    return queue;
  }

  async close(): Promise<void> {
    clearTimeout(this.pongTimer);
    // Whoever is still connecting may fail to, which is all the same now.
    await Promise.resolve(this.client.dispose()).catch(() => undefined);
  }

  /** A subgraph that hangs keeps its connections: without this, its streams would be silent instead of lost. */
  private awaitPong(): void {
    clearTimeout(this.pongTimer);
    this.pongTimer = setTimeout(() => this.client.terminate(), this.options.upstream.answerWithinMs);
    this.pongTimer.unref();
  }
}

/** A socket whose other side may hang at any moment, or send without end: ws itself would wait for ever and take 100 MiB. */
function boundedSocket(maxPayload: number, handshakeTimeout: number) {
  const bounds = { maxPayload, handshakeTimeout, closeTimeout: CLOSE_WITHIN_MS, perMessageDeflate: false };
  return class BoundedSocket extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, bounds);
    }
  };
}

/** The protocol's `error` message: the subgraph understood the operation and did not take it. */
const isRefusal = (error: unknown): error is readonly GraphQLFormattedError[] => Array.isArray(error);

function describe(error: unknown): string {
  if (error instanceof Error) return error.message;
  const { code, reason } = (error ?? {}) as { code?: unknown; reason?: unknown };
  return `socket closed with ${String(code)} ${String(reason ?? '')}`;
}
