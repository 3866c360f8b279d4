import type { FetchTrace, RunTrace } from '../tracing/trace';
import type { SubgraphOperation } from '../transport/transport';
import type { FetchOutcome } from './metrics';

export interface FetchTime {
  readonly subgraph: string;
  /** After the first fetch of the run began. */
  readonly startedMs: number;
  readonly ms: number;
  readonly outcome: FetchOutcome;
}

/** Records when the fetches of a run began and how long they took, for a client that wants to see how its plan went. */
export class FetchTimes implements RunTrace {
  readonly fetches: FetchTime[] = [];
  private firstAt: number | undefined;

  constructor(private readonly inner: RunTrace | undefined) {}

  fetch(subgraph: string, operation: SubgraphOperation): FetchTrace {
    const inner = this.inner?.fetch(subgraph, operation);
    const startedAt = performance.now();
    const firstAt = (this.firstAt ??= startedAt);
    return {
      headers: inner?.headers,
      end: (outcome) => {
        inner?.end(outcome);
        this.fetches.push({ subgraph, startedMs: tenths(startedAt - firstAt), ms: tenths(performance.now() - startedAt), outcome });
      },
    };
  }
}

const tenths = (ms: number) => Math.round(ms * 10) / 10;
