import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { Identity } from '../identity';
import { codesOf } from '../execution/errors/own-errors';
import { respondError } from '../http/respond';
import type { HttpStream } from '../http/graphql-requests';
import type { OpenConnections } from '../slots';
import { concerns, type RevocationNotice, type Revocations } from '../revocations';
import type { GatewaySettings } from '../settings';
import type { Metrics } from '../watching/metrics';
import { evenly } from '../evenly';
import { Expiry } from './expiry';
import type { Hub, Joining, Listener } from './hub';
import { GATEWAY_STOPS, READER_TOO_SLOW, SESSION_ENDED, TOKEN_EXPIRED } from './rights';

const BOUNDARY = '\r\n--graphql';
const HEADERS = {
  'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  'cache-control': 'no-store',
  // Proxies (nginx by this name) would otherwise hold parts back until there are more.
  'x-accel-buffering': 'no',
};
/** A part ends with the next boundary: clients process a part only when they have seen that. */
const part = (json: string) => Buffer.from(`\r\ncontent-type: application/json\r\n\r\n${json}${BOUNDARY}`);
const HEARTBEAT = part('{}');
const CLOSING = '--\r\n';
const CLOSE_WITHIN_MS = 2_000;
const RETRY_AFTER = { 'retry-after': '10' };

/** How a request for a stream ended, for the log. */
export interface StreamEnd {
  readonly status: number;
  readonly codes: readonly string[];
  readonly events?: number;
}

export interface MultipartOptions {
  readonly hub: Hub;
  readonly connections: OpenConnections;
  readonly revocations: Revocations;
  readonly settings: GatewaySettings;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Subscriptions over plain HTTP, in Apollo's multipart protocol: one response for each, which stays open. */
export class MultipartEndpoint {
  private readonly streams = new Set<MultipartStream>();
  private readonly parts = new PartBytes();
  private readonly heartbeat: NodeJS.Timeout;
  private readonly stopWatching: () => void;
  private stopping = false;

  constructor(private readonly options: MultipartOptions) {
    this.heartbeat = setInterval(() => this.beat(), options.settings.multipart.heartbeatMs);
    this.heartbeat.unref();
    this.stopWatching = options.revocations.onRevoked((notice) => this.endSessions(notice));
  }

  get streamCount(): number {
    return this.streams.size;
  }

  /** Resolves when the stream has ended, no matter by which side. */
  async serve(request: IncomingMessage, response: ServerResponse, asked: HttpStream, identity: Identity | null): Promise<StreamEnd> {
    const { joining, headers } = asked;
    if (response.destroyed) return { status: 200, codes: [] };
    // The session may have ended while the request was read.
    if (identity && this.options.revocations.covers(identity)) {
      respondError(request, response, 401, 'UNAUTHENTICATED', SESSION_ENDED.message, { 'www-authenticate': 'Bearer' });
      return { status: 401, codes: ['UNAUTHENTICATED'] };
    }
    if (this.stopping) {
      respondError(request, response, 503, 'SUBGRAPH_UNAVAILABLE', 'The gateway restarts. Subscribe again.', RETRY_AFTER);
      return { status: 503, codes: ['SUBGRAPH_UNAVAILABLE'] };
    }
    const freeSlots = this.takeSlots(joining);
    if (!freeSlots) {
      respondError(request, response, 429, 'RATE_LIMITED', 'Too many streams and sockets are open. Close one first.', RETRY_AFTER);
      return { status: 429, codes: ['RATE_LIMITED'] };
    }
    const { hub, settings, metrics, logger } = this.options;
    const stream = new MultipartStream(response, identity, this.parts, settings.sockets.maxBufferedBytes, () => {
      metrics.live.slowReaders.add();
      metrics.live.dropped.add();
      logger.warn({ correlationId: joining.caller.correlationId }, 'a reader is too slow');
    });
    this.streams.add(stream);
    try {
      stream.begin(headers, (listener) => hub.join(joining, listener));
      return await stream.ended;
    } finally {
      this.streams.delete(stream);
      freeSlots();
    }
  }

  /** Ends every stream, one after the other, with an error on which clients subscribe again. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.heartbeat);
    this.stopWatching();
    const streams = [...this.streams];
    await evenly(streams, this.options.settings.drain, (stream) => stream.error([GATEWAY_STOPS]));
    await Promise.all(streams.map((stream) => stream.gone));
  }

  /** A stream counts as a socket does. */
  private takeSlots({ caller }: Joining): (() => void) | null {
    const { connections } = this.options;
    const leaveNetwork = connections.takeFrom(caller.ip);
    if (!leaveNetwork) return null;
    const leaveViewer = connections.ofViewers.take(caller.viewer?.id);
    if (!leaveViewer) return (leaveNetwork(), null);
    return () => (leaveNetwork(), leaveViewer());
  }

  private beat(): void {
    for (const stream of this.streams) stream.beat();
  }

  private endSessions(notice: RevocationNotice): void {
    for (const stream of this.streams) {
      if (stream.identity && concerns(notice, stream.identity)) stream.error([SESSION_ENDED]);
    }
  }
}

/** Keeps the bytes of the event that was written last: the same text goes to many streams, one after the other. */
class PartBytes {
  private payload: string | undefined;
  private bytes = HEARTBEAT;

  of(payload: string): Buffer {
    if (payload !== this.payload) {
      this.payload = payload;
      this.bytes = part(`{"payload":${payload}}`);
    }
    return this.bytes;
  }
}

class MultipartStream implements Listener {
  /** Nothing more is written. */
  readonly ended: Promise<StreamEnd>;
  /** The response is closed, too. */
  readonly gone: Promise<void>;
  private readonly expiry = new Expiry({ ended: () => this.error([TOKEN_EXPIRED]) });
  private settle!: (end: StreamEnd) => void;
  private leave: (() => void) | null = null;
  private over = false;
  private events = 0;

  constructor(
    private readonly response: ServerResponse,
    readonly identity: Identity | null,
    private readonly parts: PartBytes,
    private readonly maxBufferedBytes: number,
    private readonly onSlow: () => void,
  ) {
    this.ended = new Promise((resolve) => (this.settle = resolve));
    this.gone = new Promise((resolve) => response.once('close', resolve));
    response.once('close', () => this.release([]));
  }

  /** The first bytes go out at once: client and proxies see that the stream is open. */
  begin(headers: Readonly<Record<string, string>>, join: (listener: Listener) => () => void): void {
    this.response.writeHead(200, { ...HEADERS, ...headers });
    this.response.write(BOUNDARY);
    this.beat();
    if (this.identity) this.expiry.watch(this.identity.expiresAt);
    const leave = join(this);
    // A stream may be refused before `join` returns.
    if (this.over) leave();
    else this.leave = leave;
  }

  next(payload: string): void {
    this.events++;
    this.write(this.parts.of(payload));
  }

  beat(): void {
    this.write(HEARTBEAT);
  }

  /** In this protocol the errors that end a stream stand beside the payload, not in it. */
  error(errors: readonly GraphQLFormattedError[]): void {
    this.finish(part(JSON.stringify({ payload: null, errors })), codesOf(errors));
  }

  complete(): void {
    this.finish(Buffer.alloc(0), []);
  }

  private write(bytes: Buffer): void {
    if (this.over) return;
    if (this.response.writableLength > this.maxBufferedBytes) {
      this.onSlow();
      return this.error([READER_TOO_SLOW]);
    }
    this.response.write(bytes);
  }

  /** A reader that does not take the last part either is cut off. */
  private finish(last: Buffer, codes: readonly string[]): void {
    if (this.over) return;
    this.release(codes);
    this.response.end(Buffer.concat([last, Buffer.from(CLOSING)]));
    const timer = setTimeout(() => this.response.destroy(), CLOSE_WITHIN_MS);
    timer.unref();
    this.response.once('close', () => clearTimeout(timer));
  }

  private release(codes: readonly string[]): void {
    if (this.over) return;
    this.over = true;
    this.expiry.stop();
    this.leave?.();
    this.settle({ status: 200, codes, events: this.events });
  }
}
