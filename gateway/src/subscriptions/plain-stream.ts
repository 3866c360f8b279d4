import type { Logger } from '@marquee/platform';
import { internalError } from '../execution/errors/own-errors';
import { answerText } from '../operation/answer';
import { openStream, type Streamed } from '../operation/event-stream';
import type { Metrics } from '../watching/metrics';
import type { Listener } from './listener';

export interface PlainStreamParts {
  /** Called when no further listener may join. */
  closeToOthers(): void;
  /** Counts listeners who come and go. */
  count(difference: number): void;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/**
 * One stream from an owner that does not speak the live protocol, and one execution for each event, for all listeners of one session who
 * asked for the same before the first event. A later listener may be owed events that the stream has already passed on.
 */
export class PlainStream {
  private readonly listeners = new Set<Listener>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly streamed: Streamed,
    private readonly parts: PlainStreamParts,
  ) {}

  add(listener: Listener): () => void {
    this.listeners.add(listener);
    this.parts.count(1);
    return () => {
      if (!this.listeners.delete(listener)) return;
      this.parts.count(-1);
      if (this.listeners.size > 0) return;
      this.parts.closeToOthers();
      this.stopping.abort(new Error('Nobody listens any more.'));
    };
  }

  /** Passes events on until the stream ends or nobody is left. Never rejects. */
  async run(): Promise<void> {
    try {
      await this.pump();
    } catch (error) {
      this.parts.logger.error({ err: error, correlationId: this.streamed.caller.correlationId }, 'a stream failed unexpectedly');
      this.endWith((listener) => listener.error([internalError(this.streamed.caller.correlationId)]));
    } finally {
      this.parts.closeToOthers();
    }
  }

  private async pump(): Promise<void> {
    const { signal } = this.stopping;
    const stream = await openStream(this.streamed, { left: signal });
    if (!('next' in stream)) return this.endWith((listener) => listener.error(stream.errors ?? []));
    const letGo = () => void stream.return().catch(() => undefined);
    signal.addEventListener('abort', letGo, { once: true });
    if (signal.aborted) letGo();
    for (;;) {
      const step = await stream.next();
      if (signal.aborted) return;
      this.parts.closeToOthers();
      if (step.done) return this.endWith((listener) => listener.complete());
      const answer = step.value;
      if (answer.data === undefined) {
        letGo();
        return this.endWith((listener) => listener.error(answer.errors ?? []));
      }
      const payload = answerText(answer);
      this.parts.metrics.live.events.add();
      this.parts.metrics.live.deliveries.add(this.listeners.size);
      for (const listener of this.listeners) listener.next(payload);
    }
  }

  private endWith(last: (listener: Listener) => void): void {
    const all = [...this.listeners];
    this.listeners.clear();
    this.parts.count(-all.length);
    for (const listener of all) last(listener);
  }
}
