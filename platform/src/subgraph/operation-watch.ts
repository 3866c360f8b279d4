import type { FormattedExecutionResult } from 'graphql';
import { followed } from '../live';
import type { Logger } from '../logger';
import { untraced, type Tracer } from '../tracing';
import type { SubgraphMeter } from '../watching';
import type { SubgraphRequest } from './executor';

type Kind = 'query' | 'mutation' | 'subscription';
type Stream = AsyncIterableIterator<FormattedExecutionResult>;

/** The end of every operation that a gateway sent: it is counted, and becomes one line of the log. */
export class OperationWatch {
  private openStreams = 0;

  constructor(
    private readonly meter: SubgraphMeter,
    private readonly logger: Logger,
    private readonly tracer: Tracer = untraced,
  ) {
    meter.gauge('marquee_streams', 'Live streams that are open.', () => this.openStreams);
  }

  async answered(
    kind: Kind | undefined,
    request: SubgraphRequest,
    work: () => Promise<FormattedExecutionResult>,
  ): Promise<FormattedExecutionResult> {
    const startedAt = performance.now();
    const result = await (this.tracer === untraced ? work() : this.traced(kind, request, work));
    this.finished(kind, request, startedAt, result);
    return result;
  }

  private traced(
    kind: Kind | undefined,
    { operationName, caller, traceparent }: SubgraphRequest,
    work: () => Promise<FormattedExecutionResult>,
  ): Promise<FormattedExecutionResult> {
    const attributes = {
      'graphql.operation.type': kind,
      'graphql.operation.name': operationName ?? undefined,
      'correlation.id': caller.correlationId,
    };
    const name = [kind ?? 'graphql', operationName].filter(Boolean).join(' ');
    return this.tracer.run({ name, kind: 'server', parent: traceparent, attributes }, async (span) => {
      const answer = await work();
      if (answer.errors) span.failed(codesOf(answer));
      return answer;
    });
  }

  /** One event of a stream is answered: a span of its own, which points back at the subscription. That may have begun days ago. */
  event(
    { operationName, caller, traceparent }: SubgraphRequest,
    work: () => Promise<FormattedExecutionResult>,
  ): Promise<FormattedExecutionResult> {
    if (this.tracer === untraced) return work();
    const attributes = {
      'graphql.operation.type': 'subscription',
      'graphql.operation.name': operationName ?? undefined,
      'correlation.id': caller.correlationId,
    };
    const name = ['event', operationName].filter(Boolean).join(' ');
    return this.tracer.run({ name, kind: 'internal', cause: traceparent, attributes }, async (span) => {
      const answer = await work();
      if (answer.errors) span.failed(codesOf(answer));
      return answer;
    });
  }

  /** A subscription that was refused is over at once; one that became a stream ends with the stream. */
  async subscribed(
    request: SubgraphRequest,
    open: () => Promise<Stream | FormattedExecutionResult>,
  ): Promise<Stream | FormattedExecutionResult> {
    const startedAt = performance.now();
    const opened = await open();
    if (Symbol.asyncIterator in opened) return this.followed(opened, (last) => this.finished('subscription', request, startedAt, last));
    this.finished('subscription', request, startedAt, opened);
    return opened;
  }

  private followed(stream: Stream, ended: (last: FormattedExecutionResult) => void): Stream {
    this.openStreams++;
    let last: FormattedExecutionResult = {};
    return followed(stream, {
      event: (answer) => {
        last = answer;
        this.meter.streamEvents.add();
      },
      ended: () => {
        this.openStreams--;
        ended(last);
      },
    });
  }

  private finished(
    kind: Kind | undefined,
    { caller, operationName }: SubgraphRequest,
    startedAt: number,
    { errors }: FormattedExecutionResult,
  ): void {
    const ms = performance.now() - startedAt;
    this.meter.operations.with(kind ?? 'none', errors ? 'errors' : 'ok').add();
    if (kind && kind !== 'subscription') this.meter.operationDurations.with(kind).took(ms);
    if (!this.logger.isLevelEnabled('info')) return;
    this.logger.info(
      {
        correlationId: caller.correlationId,
        operation: operationName ?? undefined,
        kind,
        ms: Math.round(ms * 10) / 10,
        codes: codesOf({ errors }),
        viewerId: caller.viewer?.id,
      },
      'operation',
    );
  }
}

const codesOf = ({ errors }: FormattedExecutionResult): unknown[] => errors?.map(({ extensions }) => extensions?.code) ?? [];
