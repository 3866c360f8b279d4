import type { Logger } from '@marquee/platform';
import { getOperationAST, type DocumentNode, type GraphQLSchema } from 'graphql';
import { forNative, forPlanner, type Plannable } from '../document/plannable';
import type { PlanCorrection } from './plan-correction';
import { PlanningRefused, type Plan, type Planner } from './planner';

/** The whole way from a client's operation to a plan that is executed: the document as a planner understands it, its plan, corrections. */
export interface Plans {
  /** Rejects as planners do. */
  plan(of: Pick<Plannable, 'document' | 'fragments'>, operationName: string | undefined, share: number): Promise<Plan>;
  stop(): Promise<void>;
}

export class ApolloPlans implements Plans {
  constructor(
    private readonly planner: Planner,
    private readonly correction: PlanCorrection,
    private readonly schema: GraphQLSchema,
  ) {}

  async plan(of: Pick<Plannable, 'document' | 'fragments'>, operationName: string | undefined, share: number): Promise<Plan> {
    const document = forPlanner(of, this.schema);
    return corrected(this.correction, await this.planner.plan(document, operationName, share), document, operationName);
  }

  stop(): Promise<void> {
    return this.planner.stop();
  }
}

/** Plans of the native planner; of Apollo's for operations that it refuses to plan. */
export class NativePlans implements Plans {
  constructor(
    private readonly planner: Planner,
    private readonly correction: PlanCorrection,
    private readonly instead: Plans,
    private readonly schema: GraphQLSchema,
    private readonly logger: Logger,
  ) {}

  async plan(of: Pick<Plannable, 'document' | 'fragments'>, operationName: string | undefined, share: number): Promise<Plan> {
    const document = forNative(of, this.schema);
    let plan: Plan;
    try {
      plan = await this.planner.plan(document, operationName, share);
    } catch (error) {
      if (error instanceof PlanningRefused) throw error;
      this.logger.debug({ operationName, reason: (error as Error).message }, 'planned by Apollo’s planner: the native one cannot');
      return this.instead.plan(of, operationName, share);
    }
    return corrected(this.correction, plan, document, operationName);
  }

  async stop(): Promise<void> {
    await Promise.all([this.planner.stop(), this.instead.stop()]);
  }
}

function corrected(correction: PlanCorrection, plan: Plan, document: DocumentNode, operationName: string | undefined): Plan {
  return plan && correction.correct(plan, getOperationAST(document, operationName)?.variableDefinitions ?? []);
}
