import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@marquee/platform';
import { evenly } from '../evenly';
import type { HttpStream } from '../http/graphql-requests';
import { respondError } from '../http/respond';
import type { Identity } from '../identity';
import { concerns, type RevocationNotice, type Revocations } from '../sessions/revocations';
import type { GatewaySettings } from '../settings';
import type { OpenConnections } from '../slots';
import type { Metrics } from '../watching/metrics';
import type { Hub } from './hub';
import { EventBytes, OpenStream, type StreamEnd } from './open-stream';
import { GATEWAY_STOPS, SESSION_ENDED } from './rights';
import { EVENTS, MULTIPART, type StreamFormat } from './stream-format';

const RETRY_AFTER = { 'retry-after': '10' };

export interface StreamEndpointOptions {
  readonly hub: Hub;
  readonly connections: OpenConnections;
  readonly revocations: Revocations;
  readonly settings: GatewaySettings;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Subscriptions over plain HTTP, in Apollo's multipart protocol or as server-sent events: one response for each, which stays open. */
export class StreamEndpoint {
  private readonly streams = new Set<OpenStream>();
  private readonly written = new Map<StreamFormat, EventBytes>([MULTIPART, EVENTS].map((format) => [format, new EventBytes(format)]));
  private readonly heartbeat: NodeJS.Timeout;
  private readonly stopWatching: () => void;
  private stopping = false;

  constructor(private readonly options: StreamEndpointOptions) {
    this.heartbeat = setInterval(() => this.beat(), options.settings.httpStreams.heartbeatMs);
    this.heartbeat.unref();
    this.stopWatching = options.revocations.onRevoked((notice) => this.endSessions(notice));
  }

  get streamCount(): number {
    return this.streams.size;
  }

  /** Resolves when the stream has ended, no matter by which side. */
  async serve(request: IncomingMessage, response: ServerResponse, asked: HttpStream, identity: Identity | null): Promise<StreamEnd> {
    const { joining, headers, format } = asked;
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
    // A stream counts as a socket does.
    const freeSlot = this.options.connections.take(joining.caller);
    if (!freeSlot) {
      respondError(request, response, 429, 'RATE_LIMITED', 'Too many streams and sockets are open. Close one first.', RETRY_AFTER);
      return { status: 429, codes: ['RATE_LIMITED'] };
    }
    const { hub, settings, metrics, logger } = this.options;
    const stream = new OpenStream(response, identity, this.written.get(format)!, settings.sockets.maxBufferedBytes, () => {
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
      freeSlot();
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

  private beat(): void {
    for (const stream of this.streams) stream.beat();
  }

  private endSessions(notice: RevocationNotice): void {
    for (const stream of this.streams) {
      if (stream.identity && concerns(notice, stream.identity)) stream.error([SESSION_ENDED]);
    }
  }
}
