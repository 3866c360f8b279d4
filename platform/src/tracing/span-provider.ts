import { type Link, TraceFlags, type Tracer as SpanMaker } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type Sampler,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { Logger } from '../logger';
import type { TracingSettings } from './tracing-settings';

/** A collector that is away does not keep a process from stopping. */
const LAST_SPANS_WITHIN_MS = 2_000;
/** Its retries included. */
const EXPORT_WITHIN_MS = 2_000;

/**
 * Makes spans by OpenTelemetry's conventions and sends them in batches by OTLP over HTTP. The share that is kept follows from the id of
 * the trace alone: services with one share keep the same traces, whoever began them.
 */
export class SpanProvider {
  readonly spans: SpanMaker;
  private readonly provider: BasicTracerProvider;

  constructor(
    { endpoint, serviceName, share }: TracingSettings,
    private readonly logger: Logger,
  ) {
    const some = new TraceIdRatioBasedSampler(share);
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName }),
      sampler: new ParentBasedSampler({
        root: asItsCause(some),
        remoteParentSampled: some,
        remoteParentNotSampled: new AlwaysOffSampler(),
      }),
      spanProcessors: [new BatchSpanProcessor(this.exporter(`${endpoint.replace(/\/$/, '')}/v1/traces`))],
    });
    this.spans = this.provider.getTracer('marquee');
  }

  async stop(): Promise<void> {
    const sent = this.provider.shutdown().catch((error: Error) => this.logger.warn({ err: error }, 'the last spans could not be sent'));
    let timer: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_SPANS_WITHIN_MS)));
    await Promise.race([sent, timeIsUp]);
    clearTimeout(timer);
  }

  /** A collector that is away causes one line in the log for each batch. */
  private exporter(url: string): SpanExporter {
    const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_WITHIN_MS });
    return {
      export: (spans, done) =>
        exporter.export(spans, (result) => {
          if (result.error) this.logger.warn({ detail: result.error.message, spans: spans.length }, 'spans could not be sent');
          done(result);
        }),
      shutdown: () => exporter.shutdown(),
    };
  }
}

/** What a followed change causes is followed, and of what has no cause a share is. */
const asItsCause = (some: Sampler): Sampler => ({
  shouldSample(context, traceId, name, kind, attributes, links: Link[]) {
    if (links.length === 0) return some.shouldSample(context, traceId, name, kind, attributes, links);
    const sampled = links.some((link) => (link.context.traceFlags & TraceFlags.SAMPLED) !== 0);
    return { decision: sampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
  },
  toString: () => 'AsItsCause',
});
