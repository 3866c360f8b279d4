import { Overloaded } from './rate/refused';

const BEAT_MS = 100;
/** How much the newest beat counts: one slow task (a large plan) is no overload, a second of slow tasks is. */
const WEIGHT = 0.3;

/** Measures how late the event loop is: work that cannot begin in time is better refused than queued. */
export class LoopLag {
  private readonly timer: NodeJS.Timeout;
  private expectedAt: number;
  private lag = 0;

  /** `maxLagMs` 0: nothing is ever refused. */
  constructor(
    private readonly maxLagMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.expectedAt = this.now() + BEAT_MS;
    this.timer = setInterval(() => this.beat(), BEAT_MS);
    this.timer.unref();
  }

  /** Milliseconds, smoothed. */
  get lagMs(): number {
    return this.lag;
  }

  /** Throws Overloaded when the loop is too late. */
  admit(): void {
    if (this.maxLagMs > 0 && this.lag > this.maxLagMs) throw new Overloaded('load', 'The gateway has more to do than it can.');
  }

  beat(): void {
    const now = this.now();
    this.lag += (Math.max(now - this.expectedAt, 0) - this.lag) * WEIGHT;
    this.expectedAt = now + BEAT_MS;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
