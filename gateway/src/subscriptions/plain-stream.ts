import type { Logger } from '@marquee/platform';
import { internalError } from '../execution/errors/error-reporter';
import { answerText } from '../operation/operation';
import type { Watch } from '../watching/gateway-metrics';
import type { Joining, Listener } from './listener';

/**
 * One stream from an owner that does not speak the live protocol, and one execution for each event, for all who asked the same as the
 * same session before the first event: whoever comes later may be owed events that it has already passed on.
 */
export class PlainStream {
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
