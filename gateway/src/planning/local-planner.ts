import type { Durations } from '@marquee/platform';
import { setImmediate as turn } from 'node:timers/promises';
import { operationFromDocument, type Supergraph } from '@apollo/federation-internals';
import type { QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import { overridesAt } from '../supergraph/override-shares';
import { NO_LABELS, type Plan, type Planner } from './planner';

/** Plans on the calling thread, one plan at a time, with turns of the loop in between for other work. */
export class LocalPlanner implements Planner {
  private planner: QueryPlanner | undefined;
  private last: Promise<unknown> = Promise.resolve();

  /** `supergraph` is called for the first plan. */
  constructor(
    private readonly supergraph: () => Supergraph,
    private readonly durations: Durations,
    /** Those of @override. */
    private readonly labels: readonly string[] = [],
  ) {}

  plan(document: DocumentNode, operationName: string | undefined, share = NO_LABELS): Promise<Plan> {
    const planned = this.last.then(() => turn()).then(() => this.planNow(document, operationName, share));
    this.last = planned.catch(() => undefined);
    return planned;
  }

  /** Where other processes plan, the planner is never loaded here. */
  private async make(): Promise<QueryPlanner> {
    const { QueryPlanner } = await import('@apollo/query-planner');
    return new QueryPlanner(this.supergraph());
  }

  async stop(): Promise<void> {}

  private async planNow(document: DocumentNode, operationName: string | undefined, share: number): Promise<Plan> {
    this.planner ??= await this.make();
    const startedAt = performance.now();
    const operation = operationFromDocument(this.planner.supergraph.apiSchema(), document, { operationName, validate: false });
    const plan = this.planner.buildQueryPlan(operation, { overrideConditions: overridesAt(this.labels, share) }).node ?? null;
    this.durations.took(performance.now() - startedAt);
    return plan;
  }
}
