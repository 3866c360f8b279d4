import type { Metrics } from './metrics';
import type { MetricsServer } from './metrics-server';

/** The port is taken. A class of its own, because the gateway's port gets another message. */
export class MetricsPortTaken extends Error {
  override name = 'MetricsPortTaken';
}

/** Serves the metrics. The library is loaded only then: a gateway whose metrics nobody reads does not pay for it. */
export async function serveMetrics(metrics: Metrics, port: number, host: string): Promise<MetricsServer> {
  const { MetricsServer } = await import('./metrics-server');
  try {
    return await MetricsServer.start(metrics.meter, port, host);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new MetricsPortTaken(`port ${port} for metrics is taken. Set METRICS_PORT to another one, or to off.`, { cause: error });
  }
}
