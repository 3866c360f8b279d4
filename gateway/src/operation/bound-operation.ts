import type { GraphQLFormattedError } from 'graphql';
import type { Caller, LiveStart } from '@marquee/platform';
import type { Fetch } from '../execution/fetching/fetch';
import { putRootAnswer } from '../execution/fetching/root-fetch';
import type { Fields } from '../objects';
import { NEVER, withTimeLimit } from '../time-limit';
import type { RunTrace } from '../tracing/trace';
import type { SubgraphAnswer } from '../transport/transport';
import type { Answer } from './answer';
import type { CompiledOperation, RunVariables } from './compiled-operation';
import { EventStream } from './event-stream';
import type { Operation } from './operation';

export interface ExecutionRequest {
  readonly caller: Caller;
  /** Aborts when nobody waits for the answer any more. A mutation that has begun is finished all the same. */
  readonly left: AbortSignal;
  /** True: the answer says what it cost. */
  readonly measuresCost?: boolean;
  /** Follows the run. Each event of a stream has a trace of its own. */
  readonly trace?: RunTrace;
}

export interface StreamRequest {
  readonly caller: Caller;
  /** Aborts when nobody needs the stream any more. */
  readonly left: AbortSignal;
  /** How the owner is asked for the stream; only where `Operation.live` says that it understands. */
  readonly live?: LiveStart;
}

/** An operation with the variables of one request: they are renamed, checked and coerced once, whatever is asked of it. */
export class BoundOperation {
  private readonly inPlan: Fields;
  private checked: { readonly faults: readonly GraphQLFormattedError[] } | RunVariables | null = null;

  constructor(
    readonly operation: Operation,
    private readonly compiled: CompiledOperation,
    /** As the client sent them. */
    readonly variables: Fields,
  ) {
    this.inPlan = compiled.inPlan(variables);
  }

  /** What it may cost; no more than what is allowed at all, because beyond that it does not run. */
  get costAtMost(): number {
    const { cost, maxCost } = this.compiled;
    return Math.min(cost.requested(this.inPlan), maxCost);
  }

  /** What speaks against running it; null for nothing. */
  get faults(): readonly GraphQLFormattedError[] | null {
    const checked = (this.checked ??= this.check());
    return 'faults' in checked ? checked.faults : null;
  }

  /** The position after which a subscriber continues; null for from now on. Only for streams of owners that speak the live protocol. */
  get liveCursor(): number | null {
    return this.operation.live!.cursor(this.inPlan);
  }

  /** The variables that two subscribers must have in common to share a stream. */
  get liveCommon(): Fields {
    return this.operation.live!.common(this.inPlan);
  }

  async execute({ caller, left, measuresCost, trace }: ExecutionRequest): Promise<Answer> {
    const checked = (this.checked ??= this.check());
    if ('faults' in checked) return { errors: checked.faults };
    const { compiled } = this;
    return withTimeLimit(compiled.isMutation ? NEVER : left, compiled.resources.timeoutMs, async (signal) => {
      const run = compiled.begin(checked, caller, signal, trace);
      await compiled.steps?.(run, { objects: [run.data], path: [] });
      const answer = compiled.answerOf(run);
      return measuresCost ? { ...answer, cost: compiled.cost.actual(run.data, checked.variables) } : answer;
    });
  }

  /** Returns a stream of events, or the refusal. A stream that the owner refuses is one answer without data. */
  async subscribe(request: StreamRequest): Promise<Answer | EventStream> {
    const checked = (this.checked ??= this.check());
    if ('faults' in checked) return { errors: checked.faults };
    const { compiled } = this;
    const { primary } = compiled;
    if (!primary) throw new Error('The operation is no subscription.');
    const { caller, left, live } = request;
    const lost = (error: unknown): Answer => {
      const run = compiled.begin(checked, caller, left, undefined);
      primary.recordFailure(run, error, [[]]);
      return { errors: run.errors, lost: true };
    };
    try {
      const events = await primary.subscribe(compiled.begin(checked, caller, left, undefined), live);
      return new EventStream(events, (event) => this.answerTo(event, primary, checked, request), lost);
    } catch (error) {
      return lost(error);
    }
  }

  private check(): { readonly faults: readonly GraphQLFormattedError[] } | RunVariables {
    const { compiled, inPlan } = this;
    const tooDear = compiled.cost.refusal(inPlan, compiled.maxCost);
    if (tooDear) return { faults: [{ message: tooDear.message, extensions: { ...tooDear.extensions } }] };
    const coerced = compiled.coerce(inPlan);
    return 'errors' in coerced ? { faults: coerced.errors } : { variables: inPlan, values: coerced.values };
  }

  private async answerTo(event: SubgraphAnswer, primary: Fetch, checked: RunVariables, request: StreamRequest): Promise<Answer> {
    const live = event.extensions?.live;
    if (!live) return this.completeEvent(event, primary, checked, request);
    if (!event.data && !event.errors?.length) return { live };
    return { ...(await this.completeEvent(event, primary, checked, request)), live };
  }

  /** Fetches what other subgraphs add to the event. */
  private completeEvent(event: SubgraphAnswer, primary: Fetch, checked: RunVariables, { caller, left }: StreamRequest): Promise<Answer> {
    const { compiled } = this;
    return withTimeLimit(left, compiled.resources.timeoutMs, async (signal) => {
      const trace = compiled.resources.tracer.event(this.operation);
      const run = compiled.begin(checked, caller, signal, trace);
      try {
        putRootAnswer(primary, run, [run.data], [], event);
        if (!event.data && run.errors.length) return event.data === null ? { data: 'null', errors: run.errors } : { errors: run.errors };
        await compiled.steps?.(run, { objects: [run.data], path: [] });
        return compiled.answerOf(run);
      } finally {
        trace?.end(run.errors.length > 0);
      }
    });
  }
}
