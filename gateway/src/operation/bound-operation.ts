import type { GraphQLFormattedError } from 'graphql';
import type { Caller, LiveStart } from '@marquee/platform';
import { putRootAnswer } from '../execution/fetching/root-fetch';
import type { Fields } from '../objects';
import { NEVER, withTimeLimit } from '../time-limit';
import type { RunTrace } from '../tracing/trace';
import type { SubgraphAnswer } from '../transport/transport';
import type { Answer } from './answer';
import type { CompiledOperation, RunVariables } from './compiled-operation';
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
    const { reference, isMutation } = compiled;
    return withTimeLimit(isMutation ? NEVER : left, compiled.resources.timeoutMs, async (signal) => {
      if (reference) {
        const contexts = isMutation ? undefined : new Map<object, unknown>();
        return reference.run({ variables: this.variables, isMutation, caller, signal, trace, contexts });
      }
      const run = compiled.begin(checked, caller, signal, trace);
      await compiled.steps?.(run, { objects: [run.data], path: [] });
      const answer = compiled.answerOf(run);
      return measuresCost ? { ...answer, cost: compiled.cost.actual(run.data, checked.variables) } : answer;
    });
  }

  /** Opens the owner's stream. A refusal by the gateway, or an owner that cannot be had, is an answer; one by the owner is a stream of one. */
  async open({ caller, left, live }: StreamRequest): Promise<Answer | AsyncIterable<SubgraphAnswer>> {
    const checked = (this.checked ??= this.check());
    if ('faults' in checked) return { errors: checked.faults };
    const { compiled } = this;
    if (!compiled.primary) throw new Error('The operation is no subscription.');
    try {
      return await compiled.primary.subscribe(compiled.begin(checked, caller, left, undefined), live);
    } catch (error) {
      return this.lost(error, { caller, left });
    }
  }

  /** The last answer of a stream whose owner is lost. */
  lost(error: unknown, { caller, left }: StreamRequest): Answer {
    const { compiled } = this;
    const run = compiled.begin(this.checkedVariables, caller, left, undefined);
    compiled.primary!.recordFailure(run, error, [[]]);
    return { errors: run.errors, lost: true };
  }

  /** The answer to one event of the owner's stream. */
  async answerTo(event: SubgraphAnswer, request: StreamRequest): Promise<Answer> {
    const live = event.extensions?.live;
    if (!live) return this.completeEvent(event, request);
    if (!event.data && !event.errors?.length) return { live };
    return { ...(await this.completeEvent(event, request)), live };
  }

  private get checkedVariables(): RunVariables {
    const checked = (this.checked ??= this.check());
    if ('faults' in checked) throw new Error('A stream is open whose variables are refused.');
    return checked;
  }

  private check(): { readonly faults: readonly GraphQLFormattedError[] } | RunVariables {
    const { compiled, inPlan } = this;
    const tooDear = compiled.cost.refusal(inPlan, compiled.maxCost);
    if (tooDear) return { faults: [{ message: tooDear.message, extensions: { ...tooDear.extensions } }] };
    const coerced = compiled.coerce(inPlan);
    return 'errors' in coerced ? { faults: coerced.errors } : { variables: inPlan, values: coerced.values };
  }

  /** Fetches what other subgraphs add to the event. */
  private completeEvent(event: SubgraphAnswer, { caller, left }: StreamRequest): Promise<Answer> {
    const { compiled, checkedVariables: checked } = this;
    const primary = compiled.primary!;
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
