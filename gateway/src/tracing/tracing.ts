import type { Logger } from '@marquee/platform';
import type { Tracer } from './trace';
import { passingOn } from './trace-parent';
import type { TracingSettings } from './tracing-settings';

/** The libraries are loaded only where there is a collector to send spans to. */
export async function startTracing(settings: TracingSettings | null, logger: Logger): Promise<Tracer> {
  if (!settings) return passingOn;
  const { OpenTelemetryTracer } = await import('./open-telemetry');
  return new OpenTelemetryTracer(settings, logger);
}
