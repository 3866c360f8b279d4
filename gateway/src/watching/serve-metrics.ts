import type { MetricsServer } from './metrics-server';
import type { Watch } from './gateway-metrics';

/** The port is taken: said apart from the gateway's own. */
export class MetricsPortTaken extends Error {
  override name = 'MetricsPortTaken';
}

/** Serves what is counted. Loaded only where it is wanted: a gateway whose metrics nobody reads does not pay for the library. */
export async function serveMetrics(watch: Watch, port: number, host: string): Promise<MetricsServer> {
  const { MetricsServer } = await import('./metrics-server');
  try {
    return await MetricsServer.start(watch.meter, port, host);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new MetricsPortTaken(`port ${port} for metrics is taken. Set METRICS_PORT to another one, or to off.`, { cause: error });
  }
}
