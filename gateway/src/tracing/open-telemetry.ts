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
import { readTraceParent, traceParentText, type SpanProvider } from '@marquee/platform';
import type { SubgraphOperation } from '../transport/subgraph-operation';
import type { KnownOperation, OperationEnd } from '../watching/known-operation';
import type { FetchOutcome } from '../watching/metrics';
import type { EventTrace, FetchTrace, OperationTrace, RunTrace, TraceHeaders, Tracer } from './trace';

/** For names of operations: clients choose them, of any length. */
const MAX_NAME = 128;

/** Spans by OpenTelemetry's conventions for GraphQL servers. They hold no variables and no documents. */
export class OpenTelemetryTracer implements Tracer {
  private readonly spans: SpanMaker;

  constructor(private readonly provider: SpanProvider) {
    this.spans = provider.spans;
  }

  operation(headers: TraceHeaders): OperationTrace {
    const parent = readTraceParent(headers.traceparent);
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

  stop(): Promise<void> {
    return this.provider.stop();
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
