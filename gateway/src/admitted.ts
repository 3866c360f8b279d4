import type { CountedOperation } from './limits/rate/rate-limiter';
import { costReport, type CostReport } from './limits/rate/report';
import { rateHeaders } from './limits/rate/state';
import type { Answer } from './operation/answer';
import type { BoundOperation, ExecutionRequest } from './operation/bound-operation';
import type { InFlight } from './operation/in-flight';
import type { Operation } from './operation/operation';
import type { PlanRequest } from './operation/plan-text';
import { FetchTimes, type FetchTime } from './watching/fetch-times';

export const NO_HEADERS: Readonly<Record<string, string>> = {};

export interface ShownPlan {
  readonly text: string;
  /** How the calls of subgraphs went, when the operation ran. */
  readonly fetches?: readonly FetchTime[];
}

export interface AdmittedParts {
  readonly bound: BoundOperation;
  readonly requestedCost: number;
  /** Null where there are no rates. */
  readonly counted: CountedOperation | null;
  /** Takes down what it cost, where a key of a program runs it. */
  readonly spent: ((points: number) => void) | null;
  readonly reportsCost: boolean;
  /** False: the operation was planned just now. */
  readonly wasKnown: boolean;
  readonly explains: PlanRequest | null;
  readonly inFlight: InFlight | null;
}

/** An operation that was let in, and what its payer was charged for it. */
export class Admitted {
  private report: CostReport | null = null;
  private plan: ShownPlan | null = null;

  constructor(private readonly parts: AdmittedParts) {}

  get bound(): BoundOperation {
    return this.parts.bound;
  }

  get operation(): Operation {
    return this.parts.bound.operation;
  }

  /** False: it was planned just now. */
  get wasKnown(): boolean {
    return this.parts.wasKnown;
  }

  /** True: the client wants only the plan, of any kind of operation. */
  get isDry(): boolean {
    return this.parts.explains === 'only';
  }

  /** Runs a query or a mutation. To be called once, or `abandon` instead. */
  async execute(request: ExecutionRequest): Promise<Answer> {
    const { explains } = this.parts;
    const { usage } = this.operation;
    usage.enter();
    try {
      return await (explains ? this.explain(explains, request) : this.run(request));
    } finally {
      usage.leave();
    }
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
    const { counted, spent, reportsCost, requestedCost } = this.parts;
    if (!counted && !spent && !reportsCost) return this.perform(request);
    let cost: number | undefined;
    try {
      const answer = await this.perform({ ...request, measuresCost: reportsCost || !!spent || !!counted?.isCharged });
      // An operation that was refused for its variables cost nothing. A client that leaves early gets nothing back for work already done.
      cost = answer.data === undefined ? 0 : request.left.aborted ? undefined : answer.cost;
      return answer;
    } finally {
      counted?.leave(cost);
      spent?.(cost ?? requestedCost);
      if (reportsCost) this.report = costReport(requestedCost, cost ?? requestedCost, counted?.state ?? null);
    }
  }

  private perform(request: ExecutionRequest): Promise<Answer> {
    const { bound, inFlight } = this.parts;
    return inFlight ? inFlight.execute(bound, request) : bound.execute(request);
  }

  /** To be called when the operation does not run after all. */
  abandon(): void {
    this.parts.counted?.leave(0);
  }

  /** What the operation would cost, for a client that does not run it. */
  get estimate(): CostReport {
    return costReport(this.parts.requestedCost, 0, this.parts.counted?.state ?? null);
  }

  get headers(): Readonly<Record<string, string>> {
    const { counted } = this.parts;
    return counted ? rateHeaders(counted.state) : NO_HEADERS;
  }

  /** What goes into the response beside data and errors. */
  get extensions(): { readonly cost?: CostReport; readonly queryPlan?: ShownPlan } | null {
    const { report, plan } = this;
    return report || plan ? { ...(report ? { cost: report } : {}), ...(plan ? { queryPlan: plan } : {}) } : null;
  }
}
