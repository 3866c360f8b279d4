import { SubgraphUnavailable } from './transport';

/**
 * A circuit breaker (closed, open, half-open): after `threshold` failures in a row nothing is sent for `openMs`; then one call tries,
 * and its outcome decides. It spares clients the wait and the subgraph the load.
 */
export class Breaker {
  private failures = 0;
  private openUntil = 0;
  private trying = false;

  constructor(
    private readonly service: string,
    private readonly threshold = 5,
    private readonly openMs = 60_000,
    private readonly now: () => number = Date.now,
  ) {}

  get state(): 'closed' | 'open' | 'half-open' {
    if (this.openUntil === 0) return 'closed';
    return this.now() < this.openUntil ? 'open' : 'half-open';
  }

  /** Runs a call when the breaker allows it. `isFailure` tells the subgraph's faults from an abort by the client. */
  async run<T>(call: () => Promise<T>, isFailure: (error: unknown) => boolean): Promise<T> {
    const state = this.state;
    if (state === 'open' || (state === 'half-open' && this.trying)) {
      throw new SubgraphUnavailable(this.service, 'the circuit is open after repeated failures', true);
    }
    if (state === 'half-open') this.trying = true;
    try {
      const result = await call();
      this.failures = 0;
      this.openUntil = 0;
      return result;
    } catch (error) {
      if (isFailure(error)) this.fail(state === 'half-open');
      throw error;
    } finally {
      if (state === 'half-open') this.trying = false;
    }
  }

  private fail(trial: boolean): void {
    this.failures++;
    if (trial || this.failures >= this.threshold) this.openUntil = this.now() + this.openMs;
  }
}
