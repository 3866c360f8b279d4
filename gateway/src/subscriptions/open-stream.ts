import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import { codesOf } from '../execution/errors/own-errors';
import type { Identity } from '../identity';
import { Expiry } from './expiry';
import type { Listener } from './listener';
import { READER_TOO_SLOW, TOKEN_EXPIRED } from './rights';
import type { StreamFormat } from './stream-format';

const HEADERS = {
  'cache-control': 'no-store',
  // Proxies (nginx by this name) would otherwise hold parts back until there are more.
  'x-accel-buffering': 'no',
};
const CLOSE_WITHIN_MS = 2_000;

/** How a request for a stream ended, for the log. */
export interface StreamEnd {
  readonly status: number;
  readonly codes: readonly string[];
  readonly events?: number;
}

/** Keeps the bytes of the event that was written last: the same text goes to many streams, one after the other. */
export class EventBytes {
  private payload: string | undefined;
  private bytes = Buffer.alloc(0);

  constructor(readonly format: StreamFormat) {}

  of(payload: string): Buffer {
    if (payload !== this.payload) {
      this.payload = payload;
      this.bytes = this.format.event(payload) as Buffer<ArrayBuffer>;
    }
    return this.bytes;
  }
}

/** One subscription over plain HTTP: a response that stays open. */
export class OpenStream implements Listener {
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
    private readonly written: EventBytes,
    private readonly maxBufferedBytes: number,
    private readonly onSlow: () => void,
  ) {
    this.ended = new Promise((resolve) => (this.settle = resolve));
    this.gone = new Promise((resolve) => response.once('close', resolve));
    response.once('close', () => this.release([]));
  }

  /** The first bytes go out at once: client and proxies see that the stream is open. */
  begin(headers: Readonly<Record<string, string>>, join: (listener: Listener) => () => void): void {
    this.response.writeHead(200, { 'content-type': this.format.contentType, ...HEADERS, ...headers });
    if (this.format.opening) this.response.write(this.format.opening);
    this.beat();
    if (this.identity) this.expiry.watch(this.identity.expiresAt);
    const leave = join(this);
    // A stream may be refused before `join` returns.
    if (this.over) leave();
    else this.leave = leave;
  }

  next(payload: string): void {
    this.events++;
    this.write(this.written.of(payload));
  }

  beat(): void {
    this.write(this.format.heartbeat);
  }

  error(errors: readonly GraphQLFormattedError[]): void {
    this.finish(this.format.failure(errors), codesOf(errors));
  }

  complete(): void {
    this.finish(Buffer.alloc(0), []);
  }

  private get format(): StreamFormat {
    return this.written.format;
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
    this.response.end(Buffer.concat([last, Buffer.from(this.format.closing)]));
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
