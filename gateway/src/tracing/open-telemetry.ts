import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Span,
  type Tracer as SpanMaker,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { Logger } from '@marquee/platform';
import type { SubgraphOperation } from '../transport/subgraph-operation';
import type { KnownOperation, OperationEnd } from '../watching/known-operation';
import type { FetchOutcome } from '../watching/metrics';
import type { EventTrace, FetchTrace, OperationTrace, RunTrace, TraceHeaders, Tracer } from './trace';
import { readTraceParent, traceParentText } from './trace-parent';
import type { TracingSettings } from './tracing-settings';

/** A collector that is away does not keep the gateway from stopping. */
const LAST_SPANS_WITHIN_MS = 2_000;
/** For names of operations: clients choose them, of any length. */
const MAX_NAME = 128;
/** Its retries included. */
const EXPORT_WITHIN_MS = 2_000;

/** Spans by OpenTelemetry's conventions for GraphQL servers, sent in batches by OTLP over HTTP. They hold no variables and no documents. */
export class OpenTelemetryTracer implements Tracer {
  private readonly provider: BasicTracerProvider;
  private readonly spans: SpanMaker;

  constructor(
    { endpoint, serviceName, share }: TracingSettings,
    private readonly logger: Logger,
  ) {
    const some = new TraceIdRatioBasedSampler(share);
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName }),
      sampler: new ParentBasedSampler({ root: some, remoteParentSampled: some, remoteParentNotSampled: new AlwaysOffSampler() }),
      spanProcessors: [new BatchSpanProcessor(this.exporter(`${endpoint.replace(/\/$/, '')}/v1/traces`))],
    });
    this.spans = this.provider.getTracer('marquee-gateway');
  }

  operation(headers: TraceHeaders): OperationTrace {
    const parent = readTraceParent(headers);
    const traceFlags = parent?.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
    const context = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags, isRemote: true }) : ROOT_CONTEXT;
    return new FollowedOperation(this.spans, this.spans.startSpan('graphql', { kind: SpanKind.SERVER }, context));
  }

  event(operation: KnownOperation): EventTrace {
    return new FollowedEvent(
      this.spans,
      this.spans.startSpan(`event ${operation.name ?? ''}`.trim(), { attributes: attributesOf(operation) }),
    );
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

  async stop(): Promise<void> {
    const sent = this.provider.shutdown().catch((error: Error) => this.logger.warn({ err: error }, 'the last spans could not be sent'));
    let timer: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_SPANS_WITHIN_MS)));
    await Promise.race([sent, timeIsUp]);
    clearTimeout(timer);
  }
}

class FollowedRun implements RunTrace {
  protected readonly context: Context;

  constructor(
    protected readonly spans: SpanMaker,
    protected readonly span: Span,
  ) {
    this.context = trace.setSpan(ROOT_CONTEXT, span);
  }

  fetch(service: string, { kind, operationName }: SubgraphOperation): FetchTrace {
    const attributes = {
      'graphql.operation.type': kind,
      ...(operationName ? { 'graphql.operation.name': operationName.slice(0, MAX_NAME) } : {}),
      'peer.service': service,
    };
    const span = this.spans.startSpan(`fetch ${service}`, { kind: SpanKind.CLIENT, attributes }, this.context);
    const { traceId, spanId, traceFlags } = span.spanContext();
    return {
      headers: { traceparent: traceParentText({ traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 }) },
      end(outcome: FetchOutcome) {
        span.setAttribute('outcome', outcome);
        if (outcome !== 'ok') span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }
}

class FollowedOperation extends FollowedRun implements OperationTrace {
  piece(name: string): () => void {
    const span = this.spans.startSpan(name, {}, this.context);
    return () => span.end();
  }

  end({ operation, codes, caller, more }: OperationEnd): void {
    const { span } = this;
    if (operation)
      span.updateName(operation.name ? `${operation.kind} ${operation.name}` : operation.kind).setAttributes(attributesOf(operation));
    span.setAttribute('correlation.id', caller.correlationId);
    if (typeof more?.status === 'number') span.setAttribute('http.response.status_code', more.status);
    if (codes.length) span.setAttribute('error.codes', codes.map(String)).setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
}

class FollowedEvent extends FollowedRun implements EventTrace {
  end(failed: boolean): void {
    if (failed) this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.span.end();
  }
}

const attributesOf = ({ name, kind, hash }: KnownOperation): Attributes => ({
  'graphql.operation.type': kind,
  'graphql.document.hash': hash,
  ...(name ? { 'graphql.operation.name': name } : {}),
});
