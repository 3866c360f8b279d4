import { SubgraphUnavailable } from './transport';

export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it then stays open, for the first time. */
  readonly openMs: number;
  /** Doubled after each call that tried in vain, up to this. */
  readonly longestOpenMs: number;
}

/**
 * A circuit breaker (closed, open, half-open): after some failures in a row nothing is sent for a moment; then one call tries, and its
 * outcome decides. It saves clients the wait and the subgraph the load. A restart of a subgraph costs a second or two, a subgraph that
 * stays away is tried less and less often.
 */
export class Breaker {
  private failures = 0;
  private openUntil = 0;
  private openedInARow = 0;
  private trying = false;

  constructor(
    private readonly service: string,
    private readonly settings: BreakerSettings,
    private readonly now: () => number = Date.now,
  ) {}

  get state(): 'closed' | 'open' | 'half-open' {
    if (this.openUntil === 0) return 'closed';
    return this.now() < this.openUntil ? 'open' : 'half-open';
  }

  /** True when a call would be refused at this moment. */
  get refuses(): boolean {
    const { state } = this;
    return state === 'open' || (state === 'half-open' && this.trying);
  }

  refusal(): SubgraphUnavailable {
    return new SubgraphUnavailable(this.service, 'the circuit is open after repeated failures', true);
  }

  /** Runs a call when the breaker allows it. `isFailure` tells the subgraph's faults from an abort by the client. */
  async run<T>(call: () => Promise<T>, isFailure: (error: unknown) => boolean): Promise<T> {
    const { state } = this;
    if (this.refuses) throw this.refusal();
    if (state === 'half-open') this.trying = true;
    try {
      const result = await call();
      this.failures = 0;
      this.openUntil = 0;
      this.openedInARow = 0;
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
    // Calls that were under way when it opened fail later: they do not keep it open longer.
    if (!trial && (this.openUntil !== 0 || this.failures < this.settings.failures)) return;
    const { openMs, longestOpenMs } = this.settings;
    this.openUntil = this.now() + Math.min(openMs * 2 ** this.openedInARow, longestOpenMs);
    this.openedInARow++;
  }
}
