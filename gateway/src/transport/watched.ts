import type { FetchMeter, Watch } from '../watching/watch';
import type { SubgraphAnswer, SubgraphCall, SubgraphTransport, TransportCondition } from './transport';

/** Counts the calls of a subgraph on their way. */
export class WatchedTransport implements SubgraphTransport {
  constructor(
    private readonly inner: SubgraphTransport,
    private readonly meter: FetchMeter,
  ) {}

  get writes(): boolean {
    return this.inner.writes === true;
  }

  get condition(): TransportCondition | undefined {
    return this.inner.condition;
  }

  async execute(call: SubgraphCall): Promise<SubgraphAnswer> {
    const startedAt = performance.now();
    const { durations, outcomes } = this.meter;
    try {
      const answer = await this.inner.execute(call);
      (answer.errors?.length ? outcomes.errors : outcomes.ok).add();
      return answer;
    } catch (error) {
      (call.signal.aborted ? outcomes.aborted : outcomes.unavailable).add();
      throw error;
    } finally {
      durations.took(performance.now() - startedAt);
    }
  }

  subscribe(call: SubgraphCall): Promise<AsyncIterable<SubgraphAnswer>> {
    return this.inner.subscribe(call);
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}

/** The same ways to the subgraphs, with every call counted. */
export const watched = (ways: ReadonlyMap<string, SubgraphTransport>, watch: Watch): ReadonlyMap<string, SubgraphTransport> =>
  new Map([...ways].map(([service, way]) => [service, new WatchedTransport(way, watch.fetchMeter(service))]));
