import { GraphError, type Caller } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { PersistedQueries } from './persisted/persisted-queries';
import { RequestRefused, type Engine } from './operation/engine';
import type { InFlight } from './operation/in-flight';
import type { Answer, ExecutionRequest, Operation } from './operation/operation';
import type { PlanRequest, QueryPlans } from './operation/plan-text';
import { RequestMalformed, type RequestParameters } from './http/request-parameters';
import { costReport, type CostReport } from './limits/rate/report';
import type { Pulse } from './limits/loop-lag';
import type { OwnService } from './limits/rate-limit-field/rate-limit-service';
import type { Entry, RateLimiter } from './limits/rate/rate-limiter';
import { RateLimited } from './limits/rate/refused';
import { rateHeaders } from './limits/rate/state';
import type { OperationTrace } from './tracing/trace';
import { FetchTimes, type FetchTime } from './watching/fetch-times';
import type { Watch } from './watching/gateway-metrics';

export interface Asking {
  readonly parameters: RequestParameters;
  readonly caller: Caller;
  /** Aborts when the client leaves. */
  readonly left?: AbortSignal;
  /** True: the client wants to know what it cost. */
  readonly reportsCost?: boolean;
  /** True: the client only wants to know, and will not run it. Nothing is charged. */
  readonly dryRun?: boolean;
  /** The client wants to see the query plan, which it may where that is allowed. */
  readonly explains?: PlanRequest | null;
  readonly trace?: OperationTrace;
}

export const NO_HEADERS: Readonly<Record<string, string>> = {};

export interface ShownPlan {
  readonly text: string;
  /** How the calls of subgraphs went, when it was run. */
  readonly fetches?: readonly FetchTime[];
}

/** An operation that was let in, and what its payer was charged for it. */
export class Admitted {
  private report: CostReport | null = null;
  private plan: ShownPlan | null = null;

  constructor(
    readonly operation: Operation,
    private readonly requestedCost: number,
    private readonly entry: Entry | null,
    private readonly reportsCost: boolean,
    /** False: it was planned just now. */
    readonly wasKnown: boolean,
    private readonly explains: PlanRequest | null,
    private readonly inFlight: InFlight | null,
  ) {}

  /** True: only its plan is wanted, whatever its kind. */
  get isDry(): boolean {
    return this.explains === 'only';
  }

  /** Runs what answers once. To be called once, or `abandon` instead. */
  async execute(request: ExecutionRequest): Promise<Answer> {
    return this.explains ? this.explain(this.explains, request) : this.run(request);
  }

  private async explain(explains: PlanRequest, request: ExecutionRequest): Promise<Answer> {
    const text = await this.operation.explain().catch((error: unknown) => {
      this.abandon();
      throw error;
    });
    if (explains === 'only') {
      this.abandon();
      this.plan = { text };
      return { data: 'null' };
    }
    const times = new FetchTimes(request.trace);
    const answer = await this.run({ ...request, trace: times });
    this.plan = { text, fetches: times.fetches };
    return answer;
  }

  private async run(request: ExecutionRequest): Promise<Answer> {
    const { entry } = this;
    if (!entry && !this.reportsCost) return this.perform(request);
    let cost: number | undefined;
    try {
      const answer = await this.perform({ ...request, measuresCost: this.reportsCost || !!entry?.isCharged });
      // What was refused by its variables cost nothing. Who leaves early is not paid back for what was done already.
      cost = answer.data === undefined ? 0 : request.left.aborted ? undefined : answer.cost;
      return answer;
    } finally {
      entry?.leave(cost);
      if (this.reportsCost) this.report = costReport(this.requestedCost, cost ?? this.requestedCost, entry?.state ?? null);
    }
  }

  private perform(request: ExecutionRequest): Promise<Answer> {
    return this.inFlight ? this.inFlight.execute(this.operation, request) : this.operation.execute(request);
  }

  /** It is not run after all. */
  abandon(): void {
    this.entry?.leave(0);
  }

  /** What it would cost, for whoever does not run it. */
  get estimate(): CostReport {
    return costReport(this.requestedCost, 0, this.entry?.state ?? null);
  }

  get headers(): Readonly<Record<string, string>> {
    return this.entry ? rateHeaders(this.entry.state) : NO_HEADERS;
  }

  /** What goes into the response beside data and errors. */
  get extensions(): { readonly cost?: CostReport; readonly queryPlan?: ShownPlan } | null {
    const { report, plan } = this;
    return report || plan ? { ...(report ? { cost: report } : {}), ...(plan ? { queryPlan: plan } : {}) } : null;
  }
}

export interface AdmissionParts {
  readonly engine: Engine;
  readonly documents: PersistedQueries;
  /** Null where anybody may do any amount. */
  readonly limiter: RateLimiter | null;
  readonly pulse: Pulse;
  /** Null where the API has no `rateLimit`. */
  readonly own: OwnService | null;
  /** Null where each request is run by itself. */
  readonly inFlight: InFlight | null;
  readonly showsPlans: QueryPlans;
  readonly watch: Watch;
}

/**
 * The one door for operations: whatever way they come in (HTTP, a socket, a stream over HTTP), here their document is found, checked
 * and made ready to run, and their payer charged. What limits an operation belongs here, so that it is the same on every way.
 */
export class Admission {
  constructor(private readonly parts: AdmissionParts) {}

  /** Somebody came with a token that is none: that counts as an operation of a visitor, so that nobody can try for long. */
  async countStranger(caller: Caller, left?: AbortSignal): Promise<void> {
    const entry = this.parts.limiter && (await this.parts.limiter.enter({ ...caller, viewer: null }, left));
    entry?.leave();
  }

  /** Rejects with RequestRefused, RequestMalformed or GraphError: what `refusalOf` can put into words. */
  async admit(asking: Asking): Promise<Admitted> {
    try {
      return await this.letIn(asking);
    } catch (error) {
      if (error instanceof RateLimited) this.parts.watch.limited(error.limit);
      throw error;
    }
  }

  private async letIn({
    parameters,
    caller,
    left,
    reportsCost = false,
    dryRun = false,
    explains = null,
    trace,
  }: Asking): Promise<Admitted> {
    const { engine, documents, limiter, pulse, own, inFlight, showsPlans } = this.parts;
    pulse.admit();
    // Counted before anything is read: a document that is wrong is work too.
    const entry = limiter && (await limiter.enter(caller, left));
    try {
      const document = documents.find(parameters, caller);
      const standing = { trusted: document.trusted, signedIn: caller.viewer !== null };
      const prepared = engine.prepare(document.query, parameters.operationName, standing, trace);
      const operation = prepared instanceof Promise ? await prepared : prepared;
      const wasKnown = prepared === operation;
      document.keep();
      const faults = operation.kind === 'subscription' && explains !== 'only' ? operation.faultsWith(parameters.variables) : null;
      if (faults) throw new RequestRefused(faults);
      const { rateLimit } = operation;
      const cost = entry || reportsCost || dryRun || rateLimit ? operation.costAtMost(parameters.variables) : 0;
      const inPlace = rateLimit?.dryRun?.isAskedFor(parameters.variables) ? rateLimit.dryRun.operation : null;
      const shown = showsPlans === true || (showsPlans && caller.viewer) ? explains : null;
      // Where the SDL says nothing of lists, what an operation may cost is a guess: nobody is charged for that.
      if (engine.pricesOperations) await entry?.reserve(dryRun || inPlace || shown === 'only' ? 0 : cost);
      if (rateLimit) own?.charge(caller, { cost, state: entry?.state ?? null });
      if (inPlace) return new Admitted(inPlace, cost, entry, reportsCost, wasKnown, shown, inFlight);
      // A stream is charged for its start, and takes none of the places of operations that answer at once.
      if (operation.kind === 'subscription') entry?.leave();
      return new Admitted(operation, cost, entry, reportsCost, wasKnown, shown, inFlight);
    } catch (error) {
      entry?.leave();
      // What was refused was counted, too.
      throw entry && error instanceof RequestRefused ? new RequestRefused(error.errors, rateHeaders(entry.state)) : error;
    }
  }
}

/** Why an operation was not let in, as its client is told; null when it is no refusal but a fault of ours. */
export function refusalOf(error: unknown): readonly GraphQLFormattedError[] | null {
  if (error instanceof RequestRefused) return error.errors;
  if (error instanceof RequestMalformed) return [badInput(error.message)];
  if (error instanceof GraphError) return [{ message: error.message, extensions: { ...error.extensions } }];
  return null;
}

export const badInput = (message: string): GraphQLFormattedError => ({ message, extensions: { code: 'BAD_USER_INPUT' } });
