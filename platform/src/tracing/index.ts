import type { Logger } from '../logger';
import { untraced, type Tracer } from './tracer';
import type { TracingSettings } from './tracing-settings';

export { readTraceParent, type TraceParent, traceParentText } from './trace-parent';
export type { SpanProvider } from './span-provider';
export { type OpenSpan, type SpanFacts, type Tracer, untraced } from './tracer';
export { tracingOf, type TracingSettings, tracingShape } from './tracing-settings';

/** The libraries are loaded only where there is a collector to send spans to. */
export async function startTracing(settings: TracingSettings | null, logger: Logger): Promise<Tracer> {
  if (!settings) return untraced;
  const { OpenTelemetryTracer } = await import('./open-telemetry');
  return new OpenTelemetryTracer(settings, logger);
}

/** For a service whose spans are of another make. */
export async function openSpanProvider(settings: TracingSettings, logger: Logger) {
  const { SpanProvider } = await import('./span-provider');
  return new SpanProvider(settings, logger);
}
