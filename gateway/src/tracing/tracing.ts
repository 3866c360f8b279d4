import type { Logger } from '@marquee/platform';
import type { Tracer } from './trace';
import { passingOn } from './trace-parent';

export interface TracingSettings {
  /** Of an OTLP/HTTP collector, without `/v1/traces`. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** How many traces out of all are kept, 0 to 1: those that begin here and, so that strangers cannot fill the store, those of clients. */
  readonly share: number;
}

/** The libraries are loaded only where there is somebody to send spans to. */
export async function startTracing(settings: TracingSettings | null, logger: Logger): Promise<Tracer> {
  if (!settings) return passingOn;
  const { OpenTelemetryTracer } = await import('./open-telemetry');
  return new OpenTelemetryTracer(settings, logger);
}
