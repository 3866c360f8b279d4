import { openSpanProvider, type Logger, type TracingSettings } from '@marquee/platform';
import type { Tracer } from './trace';
import { passingOn } from './passing-on';

/** The libraries are loaded only where there is a collector to send spans to. */
export async function startTracing(settings: TracingSettings | null, logger: Logger): Promise<Tracer> {
  if (!settings) return passingOn;
  const [provider, { OpenTelemetryTracer }] = await Promise.all([openSpanProvider(settings, logger), import('./open-telemetry')]);
  return new OpenTelemetryTracer(provider);
}
