import type { FetchTrace } from '../tracing/trace';
import type { FetchMeter, FetchOutcome } from '../watching/metrics';
import type { SubgraphAnswer, SubgraphCall, SubgraphTransport, TransportCondition } from './transport';

/** Counts the calls of a subgraph, and traces those of runs that are traced. */
export class MeteredTransport implements SubgraphTransport {
  constructor(
    private readonly service: string,
    private readonly inner: SubgraphTransport,
    private readonly meter: FetchMeter,
  ) {}

  get writes(): boolean {
    return this.inner.writes === true;
  }

  get condition(): TransportCondition | undefined {
    return this.inner.condition;
  }

  execute(call: SubgraphCall): Promise<SubgraphAnswer> {
    const { trace } = call;
    if (!trace) return this.counted(call, undefined);
    const followed = trace.fetch(this.service, call.operation);
    return this.counted({ ...call, headers: followed.headers }, followed);
  }

  private async counted(call: SubgraphCall, followed: FetchTrace | undefined): Promise<SubgraphAnswer> {
    const startedAt = performance.now();
    let outcome: FetchOutcome = 'unavailable';
    try {
      const answer = await this.inner.execute(call);
      outcome = answer.errors?.length ? 'errors' : 'ok';
      return answer;
    } catch (error) {
      if (call.signal.aborted) outcome = 'aborted';
      throw error;
    } finally {
      this.meter.durations.took(performance.now() - startedAt);
      this.meter.outcomes[outcome].add();
      followed?.end(outcome);
    }
  }

  subscribe(call: SubgraphCall): Promise<AsyncIterable<SubgraphAnswer>> {
    return this.inner.subscribe(call);
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
