import { useOf } from '../measure/process-use';
import type { LoadAnswer } from './load';
import { pageRequest, type Server, type Site } from './site';

/** One server under load, once. */
export interface Measurement {
  readonly requestsPerSecond: number;
  readonly latencies: readonly number[];
  readonly failures: number;
  /** Milliseconds of the server's processor time for a page. */
  readonly cpuPerPage: number;
  /** The same of Postgres. */
  readonly postgresPerPage: number;
  /** Share of its core that the server used. */
  readonly busy: number;
  /** What Postgres and the load used, in cores: near the number of cores they have, they are what is measured. */
  readonly restBusy: number;
}

export async function measure(
  site: Site,
  { url, worker }: Server,
  token: string | null,
  { connections, settleSeconds, seconds }: { connections: number; settleSeconds: number; seconds: number },
): Promise<Measurement> {
  const bodies = site.kept.world.full.map(pageRequest);
  const used = () => [worker.child, site.keeper.child, site.load.child].map(({ pid }) => useOf(pid).cpuSeconds);

  await site.load.ask({ url, token, bodies, connections, warmUpSeconds: settleSeconds, seconds });
  const ended = site.load.next() as Promise<LoadAnswer>;
  const before = used();
  const { seconds: elapsed, latencies, failures } = await ended;
  const [server = 0, postgres = 0, load = 0] = used().map((seconds, at) => seconds - before[at]!);
  return {
    requestsPerSecond: latencies.length / elapsed,
    latencies,
    failures,
    cpuPerPage: (server / latencies.length) * 1000,
    postgresPerPage: (postgres / latencies.length) * 1000,
    busy: server / elapsed,
    restBusy: (postgres + load) / elapsed,
  };
}
