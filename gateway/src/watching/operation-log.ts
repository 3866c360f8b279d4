import type { Caller, Logger } from '@marquee/platform';
import type { OperationTrace, TraceHeaders, Tracer } from '../tracing/trace';
import type { Watch } from './gateway-metrics';

/** What is known of an operation before it runs. */
export interface KnownOperation {
  readonly name: string | undefined;
  readonly kind: string;
  /** The beginning of its document's SHA-256: says which one an operation without a name was. */
  readonly hash: string;
}

export interface FinishedOperation {
  /** Null when the request never became an operation. */
  readonly operation: KnownOperation | null;
  readonly caller: Pick<Caller, 'correlationId' | 'clientName' | 'clientVersion'> & { readonly viewer?: Caller['viewer'] };
  /** As performance.now() gave it. */
  readonly startedAt: number;
  readonly codes: readonly unknown[];
  /** What `begun` answered. */
  readonly trace?: OperationTrace;
  /** Whatever else the line is to say: never variables, never tokens. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Where every operation ends, whichever way it came: it is counted, and becomes one line of the log. */
export class OperationLog {
  constructor(
    private readonly watch: Watch,
    private readonly tracer: Tracer,
    private readonly logger: Logger,
  ) {}

  /** Where it begins: undefined when nobody follows it. `headers` may name the trace of which it is part. */
  begun(headers: TraceHeaders): OperationTrace | undefined {
    return this.tracer.operation(headers);
  }

  finished({ operation, caller, startedAt, codes, trace, more }: FinishedOperation): void {
    trace?.end({ operation, caller, codes, more });
    const ms = performance.now() - startedAt;
    this.watch.operationIsOver(operation, caller.clientName, ms, codes);
    if (!this.logger.isLevelEnabled('info')) return;
    this.logger.info(
      {
        correlationId: caller.correlationId,
        operation: operation?.name,
        document: operation?.hash,
        kind: operation?.kind,
        ms: Math.round(ms * 10) / 10,
        codes,
        viewerId: caller.viewer?.id,
        client: caller.clientName,
        clientVersion: caller.clientVersion,
        ...more,
      },
      'operation',
    );
  }
}
