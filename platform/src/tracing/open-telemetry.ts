import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Context, type Link, type Span } from '@opentelemetry/api';
import type { Logger } from '../logger';
import { SpanProvider } from './span-provider';
import { statementName } from './statement-name';
import { readTraceParent, traceParentText } from './trace-parent';
import type { OpenSpan, SpanFacts, Tracer } from './tracer';
import type { TracingSettings } from './tracing-settings';

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL };

/**
 * Which span's work runs is known by an AsyncLocalStorage: a statement is sent far below the operation that wants it, through Prisma. Where
 * nothing is traced there is none, because following every promise costs.
 */
export class OpenTelemetryTracer implements Tracer {
  private readonly provider: SpanProvider;
  private readonly running = new AsyncLocalStorage<Span>();

  constructor(settings: TracingSettings, logger: Logger) {
    this.provider = new SpanProvider(settings, logger);
  }

  get here(): string | undefined {
    const span = this.running.getStore();
    return span && textOf(span);
  }

  async run<T>(facts: SpanFacts, work: (span: OpenSpan) => Promise<T>): Promise<T> {
    const span = this.begin(facts);
    try {
      return await (span.isRecording() ? this.running.run(span, work, new Followed(span)) : work(new Followed(span)));
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }

  statement(text: string | undefined): ((failed: boolean) => void) | undefined {
    const parent = this.running.getStore();
    if (!parent) return undefined;
    const name = statementName(text ?? '');
    const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': name.split(' ', 1)[0]! };
    const span = this.provider.spans.startSpan(name, { kind: SpanKind.CLIENT, attributes }, trace.setSpan(ROOT_CONTEXT, parent));
    return (failed) => {
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    };
  }

  stop(): Promise<void> {
    return this.provider.stop();
  }

  private begin({ name, kind, parent, cause, attributes = {} }: SpanFacts): Span {
    const told = Object.fromEntries(Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
    const link = contextOf(cause);
    const links: Link[] = link ? [{ context: link }] : [];
    return this.provider.spans.startSpan(name, { kind: KINDS[kind], attributes: told, links }, startOf(parent));
  }
}

class Followed implements OpenSpan {
  constructor(private readonly span: Span) {}

  failed(codes: readonly unknown[]): void {
    this.span.setAttribute('error.codes', codes.map(String)).setStatus({ code: SpanStatusCode.ERROR });
  }
}

function contextOf(text: string | undefined) {
  const parent = text === undefined ? null : readTraceParent(text);
  return parent && { ...parent, traceFlags: parent.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true };
}

function startOf(parent: string | undefined): Context {
  const context = contextOf(parent);
  return context ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT;
}

function textOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return traceParentText({ traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 });
}
