import type { Caller, Logger, Viewer } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { internalError } from '../execution/failures';
import type { Fields } from '../execution/names';
import { answerText, type Operation } from '../execution/operation';
import type { Watch } from '../watching/watch';

/** Somebody who gets the events of a stream. */
export interface Listener {
  /** One event, as JSON text: written once for all listeners. */
  next(payload: string): void;
  /** The stream was refused or lost; nothing follows. */
  error(errors: readonly GraphQLFormattedError[]): void;
  complete(): void;
}

export interface Joining {
  readonly operation: Operation;
  readonly variables: Fields;
  readonly caller: Caller;
}

/**
 * One stream from the owning subgraph and one execution for each event, for all who asked the same: the same operation and variables
 * as the same viewer with the same rights (or as a visitor). A stream takes new listeners until its first event: whoever comes later
 * may be owed events that it has already passed on (a replay, a first state), and gets a stream of its own.
 */
export class Hub {
  private readonly open = new Map<string, Channel>();
  private readonly numbers = new WeakMap<Operation, number>();
  private nextNumber = 1;
  private listening = 0;
  private running = 0;

  constructor(
    private readonly watch: Watch,
    private readonly logger: Logger,
  ) {}

  /** All who listen now, on whatever stream. */
  get listenerCount(): number {
    return this.listening;
  }

  /** Streams that serve them. */
  get channelCount(): number {
    return this.running;
  }

  /** Answers how to leave. */
  join(joining: Joining, listener: Listener): () => void {
    const key = this.keyOf(joining);
    const shared = this.open.get(key);
    if (shared) return shared.add(listener);
    const closeToOthers = () => {
      if (this.open.get(key) === channel) this.open.delete(key);
    };
    const count = (difference: number) => (this.listening += difference);
    const channel: Channel = new Channel(joining, closeToOthers, count, this.watch, this.logger);
    this.open.set(key, channel);
    const leave = channel.add(listener);
    this.running++;
    void channel.run().finally(() => this.running--);
    return leave;
  }

  private keyOf({ operation, variables, caller }: Joining): string {
    let number = this.numbers.get(operation);
    if (number === undefined) this.numbers.set(operation, (number = this.nextNumber++));
    return JSON.stringify([number, variables, audience(caller.viewer)]);
  }
}

/** Who may share an answer: only those who see exactly the same. */
const audience = (viewer: Viewer | null) => (viewer ? [viewer.id, viewer.role, [...viewer.permissions].sort()] : null);

class Channel {
  private readonly listeners = new Set<Listener>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly joining: Joining,
    private readonly closeToOthers: () => void,
    private readonly count: (difference: number) => void,
    private readonly watch: Watch,
    private readonly logger: Logger,
  ) {}

  add(listener: Listener): () => void {
    this.listeners.add(listener);
    this.count(1);
    return () => {
      if (!this.listeners.delete(listener)) return;
      this.count(-1);
      if (this.listeners.size > 0) return;
      this.closeToOthers();
      this.stopping.abort(new Error('Nobody listens any more.'));
    };
  }

  /** Passes events on until the stream ends or nobody is left. Never rejects. */
  async run(): Promise<void> {
    try {
      await this.pump();
    } catch (error) {
      this.logger.error({ err: error, correlationId: this.joining.caller.correlationId }, 'a stream failed unexpectedly');
      this.tell((listener) => listener.error([internalError(this.joining.caller.correlationId)]));
    } finally {
      this.closeToOthers();
    }
  }

  private async pump(): Promise<void> {
    const { operation, variables, caller } = this.joining;
    const { signal } = this.stopping;
    const stream = await operation.subscribe({ variables, caller, left: signal });
    if (!('next' in stream)) return this.tell((listener) => listener.error(stream.errors ?? []));
    const letGo = () => void stream.return().catch(() => undefined);
    signal.addEventListener('abort', letGo, { once: true });
    if (signal.aborted) letGo();
    for (;;) {
      const step = await stream.next();
      if (signal.aborted) return;
      this.closeToOthers();
      if (step.done) return this.tell((listener) => listener.complete());
      const answer = step.value;
      if (answer.data === undefined) {
        letGo();
        return this.tell((listener) => listener.error(answer.errors ?? []));
      }
      const payload = answerText(answer);
      this.watch.live.events.add();
      this.watch.live.deliveries.add(this.listeners.size);
      for (const listener of this.listeners) listener.next(payload);
    }
  }

  private tell(last: (listener: Listener) => void): void {
    const all = [...this.listeners];
    this.listeners.clear();
    this.count(-all.length);
    for (const listener of all) last(listener);
  }
}
