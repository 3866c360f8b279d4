import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, MessageType } from 'graphql-ws';
import WebSocket from 'ws';

export interface UpstreamSettings {
  /** How often the subgraph is pinged. */
  readonly pingMs: number;
  /** For each message that the subgraph has to answer: the handshake, the protocol's greeting, a ping. */
  readonly answerWithinMs: number;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly maxMessageBytes: number;
  readonly settings: UpstreamSettings;
}

/** Receives what the subgraph says about one operation. */
export interface Sink {
  answered(payload: unknown): void;
  /** The subgraph refused the operation. */
  refused(errors: unknown): void;
  completed(): void;
  /** The connection is gone; `detail` is for the log. */
  lost(detail: string): void;
}

const CLOSE_WITHIN_MS = 1_000;
/** Messages that the subgraph may send only after its greeting. */
const ABOUT_OPERATIONS: ReadonlySet<unknown> = new Set([MessageType.Next, MessageType.Error, MessageType.Complete]);
const PING = JSON.stringify({ type: MessageType.Ping });
const PONG = JSON.stringify({ type: MessageType.Pong });

/**
 * One connection in the graphql-transport-ws protocol, for any number of operations. graphql-ws's own client does the same with some
 * forty closures and a dozen promises for each operation; here there is one entry in a map, because a gateway watches a right for each
 * of ten thousand subscribers.
 */
export class UpstreamConnection {
  private readonly socket: WebSocket;
  private readonly sinks = new Map<string, Sink>();
  /** Messages that wait for the subgraph's greeting; null after it. */
  private unsent: string[] | null = [];
  private answerTimer: NodeJS.Timeout | undefined;
  private readonly pingTimer: NodeJS.Timeout;
  private nextId = 1;
  private over = false;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly onOver: () => void,
  ) {
    const { pingMs, answerWithinMs } = options.settings;
    // The subgraph may hang at any moment, or send without end: ws itself would wait for ever and take 100 MiB.
    const bounds = { maxPayload: options.maxMessageBytes, handshakeTimeout: answerWithinMs, closeTimeout: CLOSE_WITHIN_MS };
    this.socket = new WebSocket(options.url, GRAPHQL_TRANSPORT_WS_PROTOCOL, { ...bounds, perMessageDeflate: false });
    this.socket.on('open', () => {
      this.socket.send(JSON.stringify({ type: MessageType.ConnectionInit }));
      this.awaitAnswer('the greeting was not answered');
    });
    this.socket.on('message', (data) => this.receive(String(data)));
    this.socket.on('error', (error) => this.end(error.message));
    this.socket.on('close', (code, reason) => this.end(`socket closed with ${code} ${String(reason)}`));
    this.pingTimer = setInterval(() => this.ping(), pingMs);
    this.pingTimer.unref();
  }

  get operationCount(): number {
    return this.sinks.size;
  }

  /** Returns a function that stops the operation; its sink is not called after that. */
  start(payload: object, sink: Sink): () => void {
    const id = (this.nextId++).toString(36);
    this.sinks.set(id, sink);
    this.send(JSON.stringify({ id, type: MessageType.Subscribe, payload }));
    return () => {
      if (this.sinks.delete(id)) this.send(JSON.stringify({ id, type: MessageType.Complete }));
    };
  }

  close(): void {
    this.socket.close(1000, 'Normal Closure');
  }

  private send(text: string): void {
    if (this.unsent) this.unsent.push(text);
    else if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text);
  }

  private receive(text: string): void {
    let message: { readonly id?: unknown; readonly type?: unknown; readonly payload?: unknown } | null;
    try {
      message = JSON.parse(text) as typeof message;
    } catch {
      message = null;
    }
    if (this.unsent && ABOUT_OPERATIONS.has(message?.type)) return this.break();
    const id = typeof message?.id === 'string' ? message.id : '';
    switch (message?.type) {
      case MessageType.ConnectionAck: {
        this.heard();
        const unsent = this.unsent ?? [];
        this.unsent = null;
        for (const waiting of unsent) this.socket.send(waiting);
        return;
      }
      case MessageType.Next:
        // Events may stand in the connection before the answer to a ping.
        this.heard();
        return this.sinks.get(id)?.answered(message.payload);
      case MessageType.Error:
        return this.takeSink(id)?.refused(message.payload);
      case MessageType.Complete:
        return this.takeSink(id)?.completed();
      case MessageType.Ping:
        return this.send(PONG);
      case MessageType.Pong:
        return this.heard();
      default:
        return this.break();
    }
  }

  private break(): void {
    this.socket.close(CloseCode.BadResponse, 'Bad response');
    this.end('a message that is none of the protocol');
  }

  private takeSink(id: string): Sink | undefined {
    const sink = this.sinks.get(id);
    this.sinks.delete(id);
    return sink;
  }

  /** A subgraph that hangs keeps its connections: without pings its streams would be silent instead of lost. */
  private ping(): void {
    // One at a time: another ping would only put off the deadline of the first.
    if (this.unsent || this.answerTimer) return;
    this.send(PING);
    this.awaitAnswer('a ping was not answered');
  }

  private heard(): void {
    clearTimeout(this.answerTimer);
    this.answerTimer = undefined;
  }

  private awaitAnswer(otherwise: string): void {
    this.answerTimer = setTimeout(() => {
      this.end(otherwise);
      this.socket.terminate();
    }, this.options.settings.answerWithinMs);
    this.answerTimer.unref();
  }

  private end(detail: string): void {
    if (this.over) return;
    this.over = true;
    this.heard();
    clearInterval(this.pingTimer);
    this.onOver();
    const lost = [...this.sinks.values()];
    this.sinks.clear();
    for (const sink of lost) sink.lost(detail);
  }
}
