import { CannotStart } from '../cannot-start';
import type { Meter } from './meter';
import type { MetricsServer } from './metrics-server';

/** Serves the metrics. The library is loaded only then: a process whose metrics nobody reads does not pay for it. */
export async function serveMetrics(meters: readonly Meter[], port: number, host: string): Promise<MetricsServer> {
  const { MetricsServer } = await import('./metrics-server');
  try {
    return await MetricsServer.start(meters, port, host);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new CannotStart(`port ${port} for metrics is taken. Set METRICS_PORT to another one, or to off.`, { cause: error });
  }
}
