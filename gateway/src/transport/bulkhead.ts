import { SubgraphUnavailable } from './transport';

export interface BulkheadSettings {
  /** Calls of one subgraph under way at once. */
  readonly calls: number;
  /** Calls that may wait for one of those to end; further ones are refused. */
  readonly waiting: number;
  /** How long a call may wait. */
  readonly waitMs: number;
}

/**
 * Keeps a subgraph that hangs or is slow from taking all resources: only so many calls of it are under way, only so many wait, and not
 * for long. Without it, each request that needs the subgraph would keep its memory and its client for the whole time limit.
 */
export class Bulkhead {
  private running = 0;
  /** In the order of arrival; a call that gives up is taken out of the middle. */
  private readonly queue = new Set<Turn>();

  constructor(
    private readonly service: string,
    private readonly settings: BulkheadSettings,
  ) {}

  get state(): { readonly running: number; readonly waiting: number } {
    return { running: this.running, waiting: this.queue.size };
  }

  /** Runs `call` when it is its turn. Rejects with SubgraphUnavailable when there is no room, and with the signal's reason when it aborts. */
  async run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    if (this.running < this.settings.calls) this.running++;
    else await this.turn(signal);
    try {
      return await call();
    } finally {
      this.leave();
    }
  }

  private turn(signal: AbortSignal): Promise<void> {
    const { calls, waiting, waitMs } = this.settings;
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (this.queue.size >= waiting)
      return Promise.reject(new SubgraphUnavailable(this.service, `${calls} calls are under way and ${waiting} wait`, true));
    return new Promise<void>((resolve, reject) => {
      const settle = () => {
        this.queue.delete(turn);
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
      };
      const turn: Turn = () => (settle(), resolve());
      const giveUp = () => (settle(), reject(signal.reason as Error));
      const timer = setTimeout(
        () => (settle(), reject(new SubgraphUnavailable(this.service, `no room for another call within ${waitMs} ms`, true))),
        waitMs,
      );
      signal.addEventListener('abort', giveUp, { once: true });
      this.queue.add(turn);
    });
  }

  /** Hands the place to the next in the line, so that no call that comes just then can take it. */
  private leave(): void {
    const [next] = this.queue;
    if (next) next();
    else this.running--;
  }
}

type Turn = () => void;
