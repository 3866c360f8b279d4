import type { Logger } from '@marquee/platform';
import type { KeyUsage } from '../keys/key-usage';
import type { OperationTrace, TraceHeaders, Tracer } from '../tracing/trace';
import type { OperationEnd } from './known-operation';
import type { Metrics } from './metrics';

export interface FinishedOperation extends OperationEnd {
  /** As performance.now() gave it. */
  readonly startedAt: number;
  /** The trace that `begun` returned. */
  readonly trace?: OperationTrace;
}

/** The end of every operation, on all ways in: it is counted, and becomes one line of the log. */
export class OperationLog {
  constructor(
    private readonly metrics: Metrics,
    private readonly tracer: Tracer,
    private readonly logger: Logger,
    private readonly keyUsage: Pick<KeyUsage, 'finished'>,
  ) {}

  /** The operation begins. Returns its trace, or undefined when it is not followed; `headers` may name the trace of which it is part. */
  begun(headers: TraceHeaders): OperationTrace | undefined {
    return this.tracer.operation(headers);
  }

  finished({ operation, caller, startedAt, codes, trace, more }: FinishedOperation): void {
    trace?.end({ operation, caller, codes, more });
    const ms = performance.now() - startedAt;
    this.metrics.operationIsOver(operation, caller.clientName, ms, codes);
    if (operation?.deprecated) this.metrics.deprecatedUsed(operation.deprecated, caller.clientName);
    if (caller.viewer?.keyId !== undefined) this.keyUsage.finished(caller.viewer.keyId, codes.length > 0);
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
        keyId: caller.viewer?.keyId,
        appId: caller.viewer?.appId,
        client: caller.clientName,
        clientVersion: caller.clientVersion,
        ...more,
      },
      'operation',
    );
  }
}
