import { operationBody, type PassportOffice } from '@marquee/platform';
import { EventQueue } from './event-queue';
import { isAnswer } from './read-answer';
import { SubgraphUnavailable, type SubgraphAnswer, type SubgraphCall } from './transport';
import { UpstreamConnection, type Sink, type UpstreamSettings } from './upstream-connection';

export type { UpstreamSettings } from './upstream-connection';

const IDLE_CLOSE_MS = 500;
const MAX_EVENTS_WAITING = 10_000;

export interface UpstreamOptions {
  readonly service: string;
  readonly url: string;
  readonly passports: PassportOffice | null;
  readonly maxAnswerBytes: number;
  readonly upstream: UpstreamSettings;
}

/**
 * All subscriptions to one subgraph on one socket (graphql-ws). The socket opens with the first subscription, and again after it was
 * lost. Its streams then end with an error: their readers know whether, and from where, a stream can be taken up again.
 */
export class UpstreamSocket {
  private connection: UpstreamConnection | null = null;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: UpstreamOptions) {}

  subscribe(call: SubgraphCall): AsyncIterable<SubgraphAnswer> {
    return new UpstreamStream(this.options.service, call.signal, (sink) => this.start(call, sink));
  }

  async close(): Promise<void> {
    clearTimeout(this.idleTimer);
    this.connection?.close();
  }

  private start({ operation, variables, caller, live }: SubgraphCall, sink: Sink): () => void {
    const { service, passports } = this.options;
    const payload = { query: operation.query, variables, operationName: operation.operationName };
    const extensions = {
      ...(live ? { live } : {}),
      ...(passports ? { passport: passports.sign(service, caller, operationBody({ ...payload, live })) } : {}),
    };
    clearTimeout(this.idleTimer);
    const connection = (this.connection ??= this.connect());
    const stop = connection.start({ ...payload, extensions }, sink);
    return () => {
      stop();
      this.closeIfIdle(connection);
    };
  }

  private connect(): UpstreamConnection {
    const { url, maxAnswerBytes, upstream } = this.options;
    const connection: UpstreamConnection = new UpstreamConnection(
      { url: url.replace(/^http/, 'ws'), maxMessageBytes: maxAnswerBytes, settings: upstream },
      () => {
        if (this.connection === connection) this.connection = null;
      },
    );
    return connection;
  }

  private closeIfIdle(connection: UpstreamConnection): void {
    if (connection.operationCount > 0 || this.connection !== connection) return;
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => {
      if (connection.operationCount > 0) return;
      if (this.connection === connection) this.connection = null;
      connection.close();
    }, IDLE_CLOSE_MS);
  }
}

/** The answers of one subscription, to be iterated. */
class UpstreamStream extends EventQueue<SubgraphAnswer> implements Sink {
  private readonly leave: () => void;

  constructor(
    private readonly service: string,
    private readonly signal: AbortSignal,
    start: (sink: Sink) => () => void,
  ) {
    super(
      MAX_EVENTS_WAITING,
      () => this.release(),
      () => this.unavailable('more events than can be passed on'),
    );
    this.leave = start(this);
    signal.addEventListener('abort', this, { once: true });
    if (signal.aborted) this.handleEvent();
  }

  answered(payload: unknown): void {
    if (isAnswer(payload)) return this.push(payload);
    this.fail(this.unavailable('an event that is no GraphQL answer'));
    this.release();
  }

  refused(errors: unknown): void {
    const answer = { errors };
    if (isAnswer(answer)) this.push(answer);
    else this.fail(this.unavailable('a refusal without errors'));
    this.completed();
  }

  completed(): void {
    this.complete();
    this.release();
  }

  lost(detail: string): void {
    this.fail(this.unavailable(detail));
    this.release();
  }

  /** The signal has aborted: nobody needs the stream any more. */
  handleEvent(): void {
    this.completed();
  }

  private release(): void {
    this.signal.removeEventListener('abort', this);
    this.leave();
  }

  private unavailable(detail: string): SubgraphUnavailable {
    return new SubgraphUnavailable(this.service, detail);
  }
}
