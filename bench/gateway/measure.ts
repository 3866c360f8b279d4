import { useOf, watchMemory } from '../measure/process-use';
import type { Worker } from '../measure/worker';
import type { Running } from './gateways';
import type { LoadAnswer, LoadBegun, LoadQuestion } from './load';
import { operationBody } from './operation';
import type { SubgraphsCounts, SubgraphsQuestion } from './subgraphs/serve';

/** One gateway under load, once. */
export interface Measurement {
  readonly requestsPerSecond: number;
  readonly latencies: readonly number[];
  readonly failures: number;
  readonly cpuPerThousand: number;
  readonly peakBytes: number;
  readonly fetchesPerOperation: number;
  /** Share of its core that the gateway used. */
  readonly gatewayBusy: number;
  /** What subgraphs and load used, in cores: near the number of cores they have, they and not the gateway are what is measured. */
  readonly restBusy: number;
}

export type LoadWorker = Worker<LoadQuestion, LoadAnswer | LoadBegun>;
export type SubgraphsWorker = Worker<SubgraphsQuestion, unknown>;

export interface Bench {
  readonly load: LoadWorker;
  readonly subgraphs: SubgraphsWorker;
}

export async function measure(
  { load, subgraphs }: Bench,
  gateway: Running,
  connections: number,
  settleSeconds: number,
  seconds: number,
): Promise<Measurement> {
  const { pid } = gateway.child;
  const snapshot = async () => ({
    requests: ((await subgraphs.ask({ kind: 'counts' })) as SubgraphsCounts).requests,
    cpu: useOf(pid).cpuSeconds,
    rest: useOf(subgraphs.child.pid).cpuSeconds + useOf(load.child.pid).cpuSeconds,
  });

  await load.ask({ url: gateway.url, body: operationBody, connections, warmUpSeconds: settleSeconds, seconds });
  const ended = load.next() as Promise<LoadAnswer>;
  const memory = watchMemory(pid);
  const before = await snapshot();
  const { seconds: elapsed, latencies, failures } = await ended;
  const after = await snapshot();

  const cpu = after.cpu - before.cpu;
  return {
    requestsPerSecond: latencies.length / elapsed,
    latencies,
    failures,
    cpuPerThousand: (cpu / latencies.length) * 1000,
    peakBytes: memory.stop(),
    fetchesPerOperation: (after.requests - before.requests) / latencies.length,
    gatewayBusy: cpu / elapsed,
    restBusy: (after.rest - before.rest) / elapsed,
  };
}
